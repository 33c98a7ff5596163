package org.depinsdk.hardware.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.hardware.disk.PieceStoreException.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PieceStoreTest {
  @TempDir
  Path scratch;

  @Test
  void piecesOfEverySizeComeBackAsTheyWent() throws Exception {
    try (PieceStore store = Stores.create(scratch.resolve("s"))) {
      for (int size : List.of(1, 127, 128, 65_537, 1 << 20)) {
        byte[] content = Stores.content(size, size);
        PieceId id = Stores.put(store, content);
        assertThat(Stores.bytes(store, id)).isEqualTo(content);
        store.verify(id);
      }
      assertThat(store.capacity().pieces()).isEqualTo(5);
      assertThat(store.capacity().pieceBytes()).isEqualTo(1 + 127 + 128 + 65_537 + (1 << 20));
    }
    try (PieceStore again = Stores.open(scratch.resolve("s"))) {
      assertThat(again.pieces()).hasSize(5);
    }
  }

  @Test
  void badPiecesAreRefusedAndLeaveNothing() throws Exception {
    try (PieceStore store = Stores.create(scratch.resolve("s"))) {
      byte[] content = Stores.content(1, 1000);
      PieceId id = PieceId.of(content);
      assertProblem(Problem.SIZE, () -> store.begin(id, 0));
      assertProblem(Problem.SIZE, () -> store.begin(id, (1 << 20) + 1));
      assertProblem(Problem.NOT_FOUND, () -> store.read(id));
      try (PieceUpload upload = store.begin(id, 1000)) {
        assertProblem(Problem.BUSY, () -> store.begin(id, 1000));
        upload.write(content, 0, 999);
        assertProblem(Problem.WRONG_CONTENT, upload::commit);
        assertProblem(Problem.WRONG_CONTENT, () -> upload.write(content, 0, 2));
        upload.write(content, 0, 1);
        assertProblem(Problem.WRONG_CONTENT, upload::commit);
      }
      assertThat(store.has(id)).isFalse();
      try (PieceUpload upload = store.begin(id, 1000)) {
        assertThat(upload.position()).as("what was wrong is dropped").isZero();
      }
    }
    for (String path : List.of("../x", "", "/etc/passwd", "A".repeat(64), "0x" + "0".repeat(62))) {
      assertThatThrownBy(() -> PieceId.parse(path)).isInstanceOf(EncodingException.class);
    }
  }

  @Test
  void anUploadGoesOnWhereItBrokeOff() throws Exception {
    byte[] content = Stores.content(2, 5000);
    PieceId id = PieceId.of(content);
    Path folder = scratch.resolve("s");
    try (PieceStore store = Stores.create(folder)) {
      try (PieceUpload upload = store.begin(id, 5000)) {
        upload.write(content, 0, 3000);
      }
    }
    try (PieceStore store = Stores.open(folder)) {
      try (PieceUpload upload = store.begin(id, 5000)) {
        assertThat(upload.position()).isEqualTo(3000);
        upload.write(content, 3000, 2000);
        upload.commit();
      }
      assertThat(Stores.bytes(store, id)).isEqualTo(content);
      // the same again is acknowledged again, after its bytes were read
      assertThat(Stores.put(store, content)).isEqualTo(id);
    }
    Path part = folder.resolve("incoming").resolve(PieceFile.name(PieceId.of(new byte[9]), 9));
    Files.write(part, new byte[4]);
    Instant later = Instant.now().plus(PieceStore.KEEP_INCOMING).plus(Duration.ofHours(1));
    PieceStore.open(folder, Stores.LIMITS, InstantSource.fixed(later)).close();
    assertThat(part).doesNotExist();
  }

  @Test
  void aFullDiskTakesNothingAndLosesNothing() throws Exception {
    Path folder = scratch.resolve("s");
    PieceStore.init(folder, "node-1");
    StoreLimits small = new StoreLimits(1 << 20, 2500, 0);
    try (PieceStore store = PieceStore.open(folder, small, InstantSource.system())) {
      PieceId first = Stores.put(store, Stores.content(1, 1500));
      assertThat(store.capacity().roomBytes()).isEqualTo(1000);
      assertProblem(Problem.NO_ROOM, () -> Stores.put(store, Stores.content(2, 1001)));
      PieceId second = Stores.put(store, Stores.content(3, 1000));
      store.verify(first);
      store.delete(second);
      assertProblem(Problem.NOT_FOUND, () -> store.read(second));
      Stores.put(store, Stores.content(2, 1000));
    }
    StoreLimits reserved = new StoreLimits(1 << 20, Long.MAX_VALUE, Long.MAX_VALUE);
    try (PieceStore store = PieceStore.open(folder, reserved, InstantSource.system())) {
      assertProblem(Problem.NO_ROOM, () -> Stores.put(store, Stores.content(4, 1)));
    }
  }

  @Test
  void damageIsToldAndKeepsNoOtherPieceFromBeingServed() throws Exception {
    Path folder = scratch.resolve("s");
    byte[] whole = Stores.content(5, 4000);
    byte[] torn = Stores.content(6, 4000);
    PieceId wholeId;
    PieceId tornId;
    try (PieceStore store = Stores.create(folder)) {
      wholeId = Stores.put(store, whole);
      tornId = Stores.put(store, torn);
    }
    Files.write(Stores.file(folder, tornId), new byte[0]);
    try (PieceStore store = Stores.open(folder)) {
      List<PieceEvent> events = new ArrayList<>();
      store.onEvent(events::add);
      assertThat(events)
          .containsExactly(new PieceEvent(PieceEvent.Kind.TORN, tornId, "0 bytes of 4000"));
      assertThat(Stores.bytes(store, wholeId)).isEqualTo(whole);
      assertProblem(Problem.CORRUPT, () -> store.read(tornId));

      Stores.rot(Stores.file(folder, wholeId), 1234);
      assertProblem(Problem.CORRUPT, () -> store.verify(wholeId));
      assertThat(events).extracting(PieceEvent::kind).last().isEqualTo(PieceEvent.Kind.CORRUPT);
      assertThat(store.has(wholeId)).isFalse();
      assertProblem(Problem.CORRUPT, () -> store.read(wholeId));

      // repair brings both back
      Stores.put(store, torn);
      PieceId again = Stores.put(store, whole);
      assertThat(Stores.bytes(store, again)).isEqualTo(whole);
      Files.delete(Stores.file(folder, again));
      assertProblem(Problem.CORRUPT, () -> store.read(again));
      assertThat(events).extracting(PieceEvent::kind).last().isEqualTo(PieceEvent.Kind.MISSING);
    }
    try (PieceStore store = Stores.open(folder)) {
      assertThat(store.pieces()).containsOnlyKeys(tornId);
    }
  }

  @Test
  void anEmptyMountPointIsNoStoreThatLostItsPieces() throws Exception {
    Path folder = scratch.resolve("s");
    Path away = scratch.resolve("away");
    PieceId id;
    try (PieceStore store = Stores.create(folder)) {
      id = Stores.put(store, Stores.content(7, 100));
    }
    Files.move(folder, away);
    Files.createDirectory(folder);
    assertProblem(Problem.STORE_GONE, () -> Stores.open(folder));
    Files.delete(folder);
    Files.move(away, folder);
    try (PieceStore store = Stores.open(folder)) {
      List<PieceEvent> events = new ArrayList<>();
      store.onEvent(events::add);
      Files.move(folder, away);
      Files.createDirectory(folder);
      assertProblem(Problem.STORE_GONE, () -> store.read(id));
      assertProblem(Problem.STORE_GONE, () -> store.begin(id, 100));
      assertProblem(Problem.STORE_GONE, store::capacity);
      assertProblem(Problem.STORE_GONE, () -> store.verify(id));
      // another store under the same path is not ours either
      Files.delete(folder);
      PieceStore.init(folder, "node-2");
      assertProblem(Problem.STORE_GONE, () -> store.read(id));
      assertThat(events).isEmpty();
      assertThat(store.has(id)).isTrue();
    }
  }

  @Test
  void aStoreIsMadeOnceAndOpenOnce() throws Exception {
    Path folder = scratch.resolve("s");
    try (PieceStore store = Stores.create(folder)) {
      assertThat(store.identity().node()).isEqualTo("node-1");
      assertThatThrownBy(() -> PieceStore.init(folder, "node-1"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is not empty");
      assertProblem(Problem.BUSY, () -> Stores.open(folder));
    }
  }

  @Test
  void anInterruptedReaderHarmsNoOther() throws Exception {
    try (PieceStore store = Stores.create(scratch.resolve("s"))) {
      byte[] content = Stores.content(8, 1 << 20);
      PieceId id = Stores.put(store, content);
      ExecutorService threads = Executors.newFixedThreadPool(8);
      try {
        List<Future<?>> readers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          boolean interrupted = i == 0;
          readers.add(threads.submit(() -> {
            try (PieceReader reader = store.read(id)) {
              byte[] block = new byte[4096];
              for (long at = 0; at < reader.size(); at += block.length) {
                if (interrupted) {
                  Thread.currentThread().interrupt();
                }
                assertThat(reader.read(at, block, 0, block.length)).isEqualTo(block.length);
              }
            }
            return null;
          }));
        }
        for (Future<?> reader : readers) {
          reader.get();
        }
      } finally {
        threads.shutdownNow();
      }
      Thread.currentThread().interrupt();
      Stores.put(store, Stores.content(9, 100));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(Stores.bytes(store, id)).isEqualTo(content);
    }
  }

  static void assertProblem(Problem problem, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            PieceStoreException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }
}
