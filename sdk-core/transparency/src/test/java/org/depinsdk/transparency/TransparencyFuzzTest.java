package org.depinsdk.transparency;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.depinsdk.conformance.Conformance;
import org.depinsdk.testing.FuzzInput;
import org.depinsdk.transparency.TransparencyException.Reason;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.note.NoteKey;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.note.SignedNote;
import org.depinsdk.transparency.proof.LogReceipt;
import org.depinsdk.transparency.proof.MisbehaviourProof;
import org.depinsdk.transparency.proof.TlogProof;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.depinsdk.transparency.tile.EntryBundle;
import org.depinsdk.transparency.tile.TileException;
import org.depinsdk.transparency.tile.TilePath;
import org.depinsdk.transparency.tile.TileReader;
import org.depinsdk.transparency.tree.Frontier;
import org.depinsdk.transparency.tree.TreeHash;
import org.depinsdk.transparency.tree.TreeHead;
import org.junit.jupiter.params.provider.MethodSource;

/** Hostile input: what is read has one form, what is refused says why, and nothing else is thrown. */
class TransparencyFuzzTest {
  /** Reads, and gives what it reads as it would be written. */
  private interface Reader {
    Object read() throws TransparencyException;
  }

  private static void oneForm(byte[] data, Reader reader) {
    try {
      assertThat(reader.read().toString().getBytes(StandardCharsets.UTF_8)).isEqualTo(data);
    } catch (TransparencyException e) {
      assertThat(e.reason()).isEqualTo(Reason.MALFORMED);
      assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(1000);
    }
  }

  private static void refusedOrNot(Reader reader) {
    try {
      reader.read();
    } catch (TransparencyException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static String string(byte[] data) {
    return new String(data, StandardCharsets.UTF_8);
  }

  private static boolean isUtf8(byte[] data) {
    return Arrays.equals(string(data).getBytes(StandardCharsets.UTF_8), data);
  }

  private static Stream<byte[]> column(String table, String column) {
    return Conformance.table(table).rows().stream()
        .map(r -> r.text(column).getBytes(StandardCharsets.UTF_8));
  }

  static Stream<byte[]> notes() {
    return Stream.concat(
        Conformance.table("tlog/notes").rows().stream().map(row -> row.bytes("note")),
        column("tlog/checkpoints", "cosigned"));
  }

  @MethodSource("notes")
  @FuzzTest
  void notes(byte[] data) {
    oneForm(data, () -> SignedNote.parse(data));
    oneForm(data, () -> SignedCheckpoint.parse(data));
    refusedOrNot(() -> SignedNote.parse(data).verify(TestLog.KEY.key()));
    refusedOrNot(() -> TestLog.policy().verify(SignedCheckpoint.parse(data)));
  }

  static Stream<byte[]> keys() {
    return Stream.concat(column("tlog/keys", "vkey"), column("tlog/keys", "privateKey"));
  }

  @MethodSource("keys")
  @FuzzTest
  void keys(byte[] data) {
    if (isUtf8(data)) {
      oneForm(data, () -> NoteKey.parse(string(data)));
      oneForm(data, () -> Ed25519NoteSigner.parse(string(data)).privateKey());
      refusedOrNot(() -> NoteKey.parse(string(data)).verifier());
    }
  }

  static Stream<byte[]> proofs() {
    return Stream.concat(
        column("tlog/proofs", "proof"),
        Stream.of(TestLog.numbered(5).receipt("3", 3).toString().getBytes(StandardCharsets.UTF_8)));
  }

  @MethodSource("proofs")
  @FuzzTest
  void proofs(byte[] data) {
    if (isUtf8(data)) {
      oneForm(data, () -> TlogProof.parse(string(data)));
      oneForm(data, () -> LogReceipt.parse(string(data)));
      refusedOrNot(() -> {
        TlogProof proof = TlogProof.parse(string(data));
        return proof
            .inclusion()
            .root(TreeHash.EMPTY_TREE, proof.checkpoint().checkpoint().head().size());
      });
    }
  }

  static Stream<byte[]> policies() {
    return column("tlog/policies", "policy");
  }

  @MethodSource("policies")
  @FuzzTest
  void policies(byte[] data) {
    if (isUtf8(data)) {
      oneForm(data, () -> WitnessPolicy.parse(string(data)));
      refusedOrNot(() -> {
        WitnessPolicy policy = WitnessPolicy.parse(string(data));
        policy.isSatisfiedBy(Set.of());
        policy.checkQuorum();
        return policy;
      });
    }
  }

  static Stream<byte[]> misbehaviour() throws Exception {
    TestLog honest = TestLog.numbered(9);
    TestLog forked = new TestLog("0", "x", "2", "3");
    return Stream.of(
            new MisbehaviourProof.OtherLeaf(
                honest.receipt("1", 1), TestLog.leaf("x"), forked.proof(1)),
            new MisbehaviourProof.Overdue(honest.receipt("5", 5), honest.cosigned(4, 900, 3)),
            MisbehaviourProof.SplitView.make(forked.signed(), honest.signed(), honest.tree()),
            MisbehaviourProof.SplitView.make(forked.signed(), honest.signed(4), honest.tree()))
        .map(proof -> proof.toString().getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("misbehaviour")
  @FuzzTest
  void misbehaviour(byte[] data) {
    if (isUtf8(data)) {
      oneForm(data, () -> MisbehaviourProof.parse(string(data)));
      MisbehaviourProof.Terms terms = new MisbehaviourProof.Terms(
          TestLog.policy(), Duration.ofSeconds(60), entry -> Instant.ofEpochSecond(entry.length));
      refusedOrNot(() -> {
        MisbehaviourProof proof = MisbehaviourProof.parse(string(data));
        proof.verify(terms);
        return proof;
      });
    }
  }

  static Stream<byte[]> tilePaths() {
    return column("tlog/tile-paths", "path");
  }

  @MethodSource("tilePaths")
  @FuzzTest
  void tilePaths(byte[] data) {
    if (isUtf8(data)) {
      oneForm(data, () -> TilePath.parse(string(data)));
    }
  }

  static Stream<byte[]> bundles() {
    return Stream.of(new byte[] {0, 0}, new byte[] {0, 1, 48, 0, 2, 49, 50}, new byte[] {0, 5});
  }

  @MethodSource("bundles")
  @FuzzTest
  void bundles(byte[] data) {
    try {
      assertThat(EntryBundle.write(EntryBundle.parse(data))).isEqualTo(data);
    } catch (TransparencyException e) {
      assertThat(e.reason()).isEqualTo(Reason.MALFORMED);
    }
  }

  static Stream<byte[]> frontiers() {
    return Stream.of(
        Frontier.EMPTY.encoded(),
        Frontier.EMPTY
            .appendAll(List.of(TestLog.leaf("a"), TestLog.leaf("b"), TestLog.leaf("c")))
            .encoded());
  }

  @MethodSource("frontiers")
  @FuzzTest
  void frontiers(byte[] data) {
    try {
      Frontier frontier = Frontier.parse(data);
      assertThat(frontier.encoded()).isEqualTo(data);
      assertThat(frontier.head().size()).isNotNegative();
    } catch (TransparencyException e) {
      assertThat(e.reason()).isEqualTo(Reason.MALFORMED);
    }
  }

  static Stream<byte[]> tiles() {
    ByteBuffer tile = ByteBuffer.allocate(3 * TreeHash.BYTES);
    for (String entry : List.of("0", "1", "2")) {
      tile.put(TestLog.leaf(entry).bytes());
    }
    byte[] bundle = {0, 1, '0', 0, 1, '1', 0, 1, '2'};
    return Stream.of(
        FuzzInput.blocks(tile.array(), bundle),
        FuzzInput.blocks(new byte[64], new byte[8192], new byte[3]));
  }

  /** A server that answers anything: nothing is given out that is not under the signed root. */
  @MethodSource("tiles")
  @FuzzTest
  void tiles(byte[] data) throws IOException {
    FuzzInput input = new FuzzInput(data);
    TestLog log = TestLog.numbered(3);
    TreeHead head = log.signed().checkpoint().head();
    try {
      TileReader reader = TileReader.open(
          (path, limit) -> input.hasMore() ? Optional.of(input.block()) : Optional.empty(), head);
      assertThat(reader.hash(0, 1)).isEqualTo(TestLog.leaf("1"));
      assertThat(reader.entries(0).get(2)).isEqualTo(new byte[] {'2'});
    } catch (TileException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
