package org.depinsdk.transparency.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.transparency.Refusals.assertRefused;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.depinsdk.transparency.TestLog;
import org.depinsdk.transparency.TransparencyException.Reason;
import org.depinsdk.transparency.tree.TreeHash;
import org.depinsdk.transparency.tree.TreeHead;
import org.junit.jupiter.api.Test;

class SignedNoteTest {
  private final Ed25519NoteSigner log = TestLog.log("log.example/a", 1);
  private final Ed25519NoteSigner witness = TestLog.witness("w.example/1", 2);
  private final Checkpoint checkpoint =
      new Checkpoint("log.example/a", new TreeHead(7, TreeHash.ofLeaf(new byte[0])));

  @Test
  void aCheckpointIsSignedAndCosigned() throws Exception {
    SignedCheckpoint cosigned = SignedCheckpoint.sign(checkpoint, log)
        .with(Cosignature.sign(witness, checkpoint.text(), 20))
        .with(Cosignature.sign(witness, checkpoint.text(), 30))
        .with(Cosignature.sign(witness, checkpoint.text(), 25));
    SignedCheckpoint read =
        SignedCheckpoint.parse(cosigned.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(read).isEqualTo(cosigned);
    assertThat(read.verify(log.key())).isEqualTo(checkpoint);
    assertThat(read.cosignatures(List.of(witness.key())))
        .containsExactly(new Cosignature(witness.key(), 30));
    assertThat(read.cosignatures(
            List.of(log.key(), TestLog.witness("w.example/1", 3).key())))
        .isEmpty();
    assertRefused(
        Reason.WRONG_ORIGIN, () -> read.verify(TestLog.log("log.example/b", 1).key()));
    assertRefused(
        Reason.NO_KNOWN_SIGNATURE,
        () -> read.verify(TestLog.log("log.example/a", 3).key()));
    assertThat(read.with(read.note().signatures().get(0))).isEqualTo(read);
  }

  @Test
  void aSignatureOfAnotherTextIsRefused() throws Exception {
    SignedNote signed = SignedNote.sign("one\n", log);
    assertThat(signed.verify(log.key())).isEqualTo(signed.signatures());
    assertRefused(
        Reason.WRONG_SIGNATURE,
        () -> new SignedNote("two\n", signed.signatures()).verify(log.key()));
    NoteSignature cosignature = Cosignature.sign(witness, "one\n", 5);
    assertRefused(
        Reason.WRONG_SIGNATURE,
        () -> new SignedNote("two\n", List.of(cosignature)).verify(witness.key()));
  }

  @Test
  void aKnownKeyCountsOnce() throws Exception {
    SignedNote signed = SignedNote.sign("one\n", log);
    NoteVerifier right = log.key().verifier();
    NoteKey another = TestLog.log("log.example/a", 4).key();
    assertThat(signed.verify(List.of(right, right))).hasSize(1);
    assertThat(signed.verify(List.of(right, another.verifier()))).hasSize(1);
  }

  @Test
  void whatCannotBeSignedIsRefused() throws Exception {
    for (String text : List.of("", "a", "a\tb\n", "a\rb\n", "\ud800\n")) {
      assertThatThrownBy(() -> SignedNote.sign(text, log))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> SignedNote.sign("a\n", witness))
        .hasMessage("a note is signed by a key of type 1, not 4");
    assertThatThrownBy(() -> Cosignature.sign(log, "a\n", 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Cosignature.sign(witness, "a\n", 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SignedCheckpoint.sign(checkpoint, TestLog.log("log.example/b", 1)))
        .hasMessage("the key of log.example/b cannot sign for the log log.example/a");
    assertThatThrownBy(() -> new Checkpoint("a\nb", checkpoint.head()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Checkpoint("a", checkpoint.head(), List.of("")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keysAreReadAndPrinted() throws Exception {
    Ed25519NoteSigner fresh = TestLog.log("a", 5);
    assertThat(NoteKey.parse(fresh.key().toString()))
        .isEqualTo(fresh.key())
        .hasSameHashCodeAs(fresh.key());
    assertThat(Ed25519NoteSigner.parse(fresh.privateKey()).key()).isEqualTo(fresh.key());
    assertRefused(
        Reason.MALFORMED, () -> Ed25519NoteSigner.parse(fresh.privateKey().replace("+a+", "+b+")));
    assertRefused(Reason.MALFORMED, () -> Ed25519NoteSigner.parse("PRIVATE+KEY+a"));
    NoteKey later = NoteKey.of("w", NoteKey.ML_DSA_44_COSIGNATURE, new byte[1312]);
    assertThat(NoteKey.parse(later.toString())).isEqualTo(later);
    assertRefused(Reason.UNSUPPORTED_KEY, later::verifier);
    assertRefused(
        Reason.MALFORMED, () -> NoteKey.of("w", NoteKey.ML_DSA_44_COSIGNATURE, new byte[1311]));
    // the point of order 1
    byte[] small = new byte[32];
    small[0] = 1;
    assertRefused(Reason.MALFORMED, () -> NoteKey.of("w", NoteKey.ED25519, small));
    for (String name :
        List.of("", "a b", "a+b", "a\u00a0b", "a\u0085b", "a\u2003b", "a\nb", "\udc00")) {
      assertRefused(Reason.MALFORMED, () -> NoteKey.of(name, 9, new byte[1]));
    }
  }
}
