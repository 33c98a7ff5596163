package org.depinsdk.hardware.bridge.disk.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.depinsdk.hardware.disk.PieceEvent;
import org.depinsdk.hardware.disk.PieceId;
import org.depinsdk.hardware.disk.PieceStore;
import org.depinsdk.hardware.disk.PieceStoreException;
import org.depinsdk.hardware.disk.PieceStoreException.Problem;
import org.depinsdk.hardware.disk.PieceUpload;
import org.depinsdk.hardware.disk.Scrubber;
import org.depinsdk.hardware.disk.StoreLimits;
import org.depinsdk.storage.piece.BlockProof;
import org.depinsdk.storage.piece.PieceCid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommittedPiecesTest {
  // more than three sections
  private static final int SIZE = (3 << 20) + 12_345;

  @TempDir
  Path scratch;

  private PieceStore open() throws IOException {
    if (!Files.exists(scratch.resolve("store"))) {
      PieceStore.init(scratch.resolve("store"), "node-1");
    }
    return PieceStore.open(scratch.resolve("store"), StoreLimits.DEFAULT, InstantSource.system());
  }

  private static PieceId put(PieceStore store, int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    PieceId id = PieceId.of(content);
    try (PieceUpload upload = store.begin(id, size)) {
      upload.write(content, 0, size);
      upload.commit();
    }
    return id;
  }

  private Path layers() {
    return scratch.resolve("layers");
  }

  private static Path only(Path folder, String pattern) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(f -> f.getFileName().toString().matches(pattern))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void flip(Path file, long offset) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(offset);
      int before = out.read();
      out.seek(offset);
      out.write(before ^ 1);
    }
  }

  @Test
  void everySectionIsProvenFromTheDiskAlsoAfterARestart() throws Exception {
    PieceCid cid;
    try (PieceStore store = open()) {
      CommittedPieces pieces = CommittedPieces.open(store, layers(), 2);
      cid = pieces.commit(put(store, SIZE));
      assertThat(cid.rawSize()).isEqualTo(SIZE);
      for (long leaf : new long[] {0, 32_767, 32_768, cid.leafCount() - 1}) {
        assertThat(pieces.proveLeaf(cid, leaf).verify(cid, leaf)).isTrue();
      }
      long blocks = BlockProof.blocks(SIZE);
      assertThat(pieces.proveBlock(cid, blocks - 1).verify(cid, blocks - 1)).isTrue();
    }
    Files.write(only(layers(), ".*\\.layer"), new byte[100]);
    try (PieceStore store = open()) {
      CommittedPieces pieces = CommittedPieces.open(store, layers(), 2);
      assertThat(pieces.find(cid)).isPresent();
      assertThat(pieces.proveLeaf(cid, 40_000).verify(cid, 40_000)).isTrue();
      // a layer that rots while the node runs is made again
      flip(only(layers(), ".*\\.layer"), 100);
      assertThat(pieces.proveLeaf(cid, 40_000).verify(cid, 40_000)).isTrue();
      pieces.delete(cid);
      assertProblem(Problem.NOT_FOUND, () -> pieces.proveLeaf(cid, 0));
      assertThat(layers()).isEmptyDirectory();
    }
  }

  @Test
  void rotInTheSectionGivesNoProofAndRotElsewhereIsFoundByTheScrubber() throws Exception {
    try (PieceStore store = open();
        Scrubber scrubber = new Scrubber(store)) {
      CommittedPieces pieces = CommittedPieces.open(store, layers(), 1);
      List<PieceEvent> events = new ArrayList<>();
      store.onEvent(events::add);
      PieceId id = put(store, SIZE);
      PieceCid cid = pieces.commit(id);
      flip(only(scratch.resolve("store"), id.text() + "-.*"), (2 << 20) + 5);
      // the first section is whole
      assertThat(pieces.proveLeaf(cid, 3).verify(cid, 3)).isTrue();
      scrubber.step(Long.MAX_VALUE);
      assertThat(events).extracting(PieceEvent::kind).containsExactly(PieceEvent.Kind.CORRUPT);
      assertProblem(Problem.CORRUPT, () -> pieces.proveLeaf(cid, 3));

      // repaired, and rotten in the section that is asked for
      put(store, SIZE);
      assertThat(pieces.commit(id)).isEqualTo(cid);
      flip(only(scratch.resolve("store").resolve("pieces"), id.text() + "-.*"), 100);
      assertProblem(Problem.CORRUPT, () -> pieces.proveLeaf(cid, 3));
      assertThat(events).hasSize(2);
      assertThat(store.has(id)).isFalse();
      assertProblem(Problem.CORRUPT, () -> pieces.proveLeaf(cid, 3));
    }
  }

  @Test
  void oneDamagedPieceKeepsNoOtherFromBeingServed() throws Exception {
    PieceId damaged;
    PieceCid good;
    try (PieceStore store = open()) {
      CommittedPieces pieces = CommittedPieces.open(store, layers(), 1);
      damaged = put(store, 1000);
      pieces.commit(damaged);
      good = pieces.commit(put(store, 2000));
    }
    Files.delete(layers().resolve(damaged.text() + ".layer"));
    flip(only(scratch.resolve("store"), damaged.text() + "-.*"), 7);
    try (PieceStore store = open()) {
      CommittedPieces pieces = CommittedPieces.open(store, layers(), 1);
      assertThat(pieces.proveLeaf(good, 1).verify(good, 1)).isTrue();
      assertThat(store.has(damaged)).isFalse();
    }
  }

  private static void assertProblem(Problem problem, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            PieceStoreException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }
}
