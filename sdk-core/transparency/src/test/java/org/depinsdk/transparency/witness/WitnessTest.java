package org.depinsdk.transparency.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.depinsdk.conformance.Conformance;
import org.depinsdk.testing.KnownAnswers;
import org.depinsdk.transparency.TestLog;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.Cosignature;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.note.NoteKey;
import org.depinsdk.transparency.note.NoteSignature;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.tree.ConsistencyProof;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessTest {
  private static final Ed25519NoteSigner W0 = TestLog.WITNESSES.get(0);
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  private final MemoryStore store = new MemoryStore();

  private Witness witness(InstantSource clock) throws Exception {
    return new Witness(W0, List.of(TestLog.KEY.key()), store, clock);
  }

  static byte[] request(TestLog log, long old, long size) throws IOException {
    ConsistencyProof proof = ConsistencyProof.make(log.tree(), size, old);
    return bytes(new AddCheckpointRequest(old, proof, log.signed(size)));
  }

  private static byte[] bytes(AddCheckpointRequest request) {
    return request.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void answersAsTheKnownDialogue() throws Exception {
    String origin = "depin.example/net1";
    Ed25519NoteSigner signer = null;
    NoteKey log = null;
    for (var row : Conformance.table("tlog/keys").rows()) {
      if (row.text("vkey").startsWith("witness.example/w1+")) {
        signer = Ed25519NoteSigner.ofWitness(row.text("name"), row.bytes("seed"));
      } else if (row.text("vkey").startsWith(origin + "+5fc518d8")) {
        log = NoteKey.parse(row.text("vkey"));
      }
    }
    AtomicReference<Instant> now = new AtomicReference<>(NOW);
    Witness witness = new Witness(
        java.util.Objects.requireNonNull(signer),
        List.of(java.util.Objects.requireNonNull(log)),
        store,
        now::get);
    KnownAnswers.check("tlog/witness", row -> {
      now.set(Instant.ofEpochSecond(row.number("time")));
      WitnessAnswer answer =
          witness.addCheckpoint(row.text("request").getBytes(StandardCharsets.UTF_8));
      SignedCheckpoint kept = store.kept.get(origin);
      return answers(
          "status", answer.status(),
          "contentType", answer.contentType(),
          "body", answer.body(),
          "sizeAfter", kept == null ? 0 : kept.checkpoint().head().size());
    });
    assertThat(witness.checkpoint(WitnessFolder.name(origin)).body())
        .isEqualTo(store.kept.get(origin).toString());
    assertThat(witness.checkpoint(WitnessFolder.name("other")).status()).isEqualTo(404);
  }

  @Test
  void keepsNoLineThatItDidNotVerify() throws Exception {
    TestLog log = TestLog.numbered(5);
    SignedCheckpoint stuffed =
        log.signed().with(Cosignature.sign(TestLog.witness("w.example/0", 99), "x\n", 1));
    // a forged line under the witness's own name and id (FiloSottile/sunlight 6ffa693)
    String forged = Cosignature.sign(W0, "another text\n", 7).toString();
    assertThat(forged).contains("w.example/0");
    SignedCheckpoint both = stuffed.with(NoteSignature.parse(forged));
    Witness witness = witness(() -> NOW);
    assertThat(witness
            .addCheckpoint(
                bytes(new AddCheckpointRequest(0, new ConsistencyProof(List.of()), both)))
            .status())
        .isEqualTo(200);
    assertThat(store.kept.get(TestLog.ORIGIN).note().signatures()).hasSize(2);
    Witness restarted = witness(() -> NOW);
    assertThat(restarted.addCheckpoint(request(TestLog.numbered(7), 5, 7)).status())
        .isEqualTo(200);
  }

  @Test
  void signsNothingThatItCannotRememberNorAtNoTime() throws Exception {
    Logger.getLogger(Witness.class.getName()).setLevel(Level.OFF);
    Witness witness = witness(() -> NOW);
    store.fails = true;
    assertThat(witness.addCheckpoint(request(TestLog.numbered(3), 0, 3)).status())
        .isEqualTo(500);
    store.fails = false;
    // nobody knows what is on the disk, so it waits for a restart
    assertThat(witness.addCheckpoint(request(TestLog.numbered(3), 0, 3)).status())
        .isEqualTo(500);
    assertThat(store.kept).isEmpty();
    assertThat(witness(() -> Instant.EPOCH).addCheckpoint(request(TestLog.numbered(3), 0, 3)))
        .satisfies(answer -> assertThat(answer.status()).isEqualTo(500))
        .satisfies(answer -> assertThat(answer.body()).doesNotContain("—"));
    assertThat(
            witness(() -> NOW).addCheckpoint(request(TestLog.numbered(3), 0, 3)).status())
        .isEqualTo(200);
  }

  @Test
  void doesNotStartOnAMemoryThatIsNotItsOwn(@TempDir Path folder) throws Exception {
    try (WitnessFolder files = WitnessFolder.open(folder)) {
      Witness witness = new Witness(W0, List.of(TestLog.KEY.key()), files, () -> NOW);
      assertThat(witness.addCheckpoint(request(TestLog.numbered(5), 0, 5)).status())
          .isEqualTo(200);
      assertThatThrownBy(() -> WitnessFolder.open(folder)).hasMessageContaining("another writer");
    }
    Path file = folder.resolve(WitnessFolder.name(TestLog.ORIGIN));
    String good = Files.readString(file);
    try (WitnessFolder files = WitnessFolder.open(folder)) {
      Witness again = new Witness(W0, List.of(TestLog.KEY.key()), files, () -> NOW);
      assertThat(again.addCheckpoint(request(TestLog.numbered(9), 0, 9)))
          .isEqualTo(new WitnessAnswer(409, "text/x.tlog.size", "5\n"));
      assertThatThrownBy(() ->
              new Witness(TestLog.WITNESSES.get(1), List.of(TestLog.KEY.key()), files, () -> NOW))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no checkpoint that this witness cosigned");
      for (String damaged :
          new String[] {"", good.replace("\n5\n", "\n4\n"), good.substring(0, 60)}) {
        Files.writeString(file, damaged);
        assertThatThrownBy(() -> new Witness(W0, List.of(TestLog.KEY.key()), files, () -> NOW))
            .isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void takesKeysOfTheRightTypesAlone() {
    assertThatThrownBy(() -> new Witness(TestLog.KEY, List.of(TestLog.KEY.key()), store, () -> NOW))
        .isInstanceOf(TransparencyException.class)
        .hasMessageContaining("type 4, not 1");
    assertThatThrownBy(() -> new Witness(W0, List.of(W0.key()), store, () -> NOW))
        .isInstanceOf(TransparencyException.class)
        .hasMessageContaining("type 1, not 4");
  }
}
