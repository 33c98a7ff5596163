package org.depinsdk.transparency.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.transparency.Refusals.assertRefused;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.depinsdk.transparency.TestLog;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.TransparencyException.Reason;
import org.depinsdk.transparency.note.Checkpoint;
import org.depinsdk.transparency.note.Cosignature;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.proof.MisbehaviourProof.Overdue;
import org.depinsdk.transparency.proof.MisbehaviourProof.SplitView;
import org.depinsdk.transparency.proof.MisbehaviourProof.Terms;
import org.depinsdk.transparency.tree.InclusionProof;
import org.depinsdk.transparency.tree.InconsistencyProof;
import org.depinsdk.transparency.tree.TreeHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The edges of files that prove something, and proofs of which one part shows nothing. */
class ProofEdgesTest {
  private static final Terms TERMS =
      new Terms(TestLog.policy(), Duration.ofSeconds(60), entry -> Instant.EPOCH);
  private final TestLog log = TestLog.numbered(20);

  private static AbstractThrowableAssert<?, ?> malformed(String file) {
    assertRefused(Reason.MALFORMED, () -> MisbehaviourProof.parse(file));
    return assertThatThrownBy(() -> MisbehaviourProof.parse(file));
  }

  private static List<TreeHash> hashes(int number) {
    return Collections.nCopies(number, TestLog.leaf("x"));
  }

  // a receipt for an entry that the signed tree does not have promises nothing
  @Test
  void onlyAReceiptThatVerifiesCanBeOverdue() throws Exception {
    SignedCheckpoint later = log.cosigned(12, 73, 3);
    new Overdue(log.receipt("12", 12), later).verify(TERMS);
    assertRefused(Reason.WRONG_PROOF, () -> new Overdue(log.receipt("x", 12), later).verify(TERMS));
  }

  @Test
  void aCheckpointOfAnotherLogMakesNothingOverdue() throws Exception {
    Ed25519NoteSigner second = TestLog.log("log.example/b", 7);
    WitnessPolicy both = WitnessPolicy.parse("log " + second.key() + "\n" + TestLog.policy());
    SignedCheckpoint other = SignedCheckpoint.sign(
        new Checkpoint("log.example/b", log.signed(3).checkpoint().head()), second);
    for (Ed25519NoteSigner witness : TestLog.WITNESSES) {
      other = other.with(Cosignature.sign(witness, other.note().text(), 500));
    }
    SignedCheckpoint later = other;
    Terms terms = new Terms(both, TERMS.witnessingDelay(), TERMS.received());
    assertThat(both.logs())
        .extracting(WitnessPolicy.Log::key)
        .containsExactly(second.key(), TestLog.KEY.key());
    assertRefused(
        Reason.WRONG_ORIGIN, () -> new Overdue(log.receipt("12", 12), later).verify(terms));
  }

  @Test
  void theNumberOfLinesOfAPartIsThatOfItsLines() throws Exception {
    String file =
        new SplitView(log.signed(8), log.signed(), new InconsistencyProof(hashes(3))).toString();
    assertThat(MisbehaviourProof.parse(file)).hasToString(file);
    for (int number : new int[] {4, 5, 99}) {
      malformed(file.replace("part hashes 3", "part hashes " + number))
          .hasMessageContaining("fewer than " + number + " lines");
    }
    malformed(file.replace("part hashes 3", "part hashes 2")).hasMessageContaining("NAME LINES");
    malformed(file.replace("part older", "part\tolder"))
        .hasMessageContaining("line 3 of")
        .hasMessageContaining("part?older 5");
    malformed(file.replace("part hashes", "part hashe")).hasMessageContaining("in this order");
    malformed(file + "part more 0\n").hasMessageContaining("in this order");
  }

  @Test
  void aSplitViewHasAtMostSixtyFourHashes() throws Exception {
    String most =
        new SplitView(log.signed(8), log.signed(), new InconsistencyProof(hashes(64))).toString();
    assertThat(MisbehaviourProof.parse(most)).hasToString(most);
    malformed(new SplitView(log.signed(8), log.signed(), new InconsistencyProof(hashes(65)))
            .toString())
        .hasMessageContaining("at most 64 hashes, not 65");
  }

  @Test
  void filesHaveALargestLength() {
    String file =
        new SplitView(log.signed(8), log.signed(), new InconsistencyProof(hashes(3))).toString();
    String padded =
        file.replace("split-view", "x".repeat(3_000_000 - file.length() + "split-view".length()));
    assertThat(padded).hasSize(3_000_000);
    malformed(padded).hasMessageContaining("the kind of a misbehaviour proof");
    malformed(padded.replace("xx", "xxx").substring(0, 3_000_000) + "\n")
        .hasMessageContaining("at most 3000000 characters");
  }

  @Test
  void aProofHasAtMostSixtyThreeHashes() throws Exception {
    for (byte[] extra : new byte[][] {{}, {1}}) {
      String most =
          new TlogProof(extra, new InclusionProof(7, hashes(63)), log.signed()).toString();
      assertThat(TlogProof.parse(most)).hasToString(most);
      String hash = hashes(1).get(0) + "\n";
      assertThatThrownBy(() -> TlogProof.parse(most.replaceFirst("index 7\n", "index 7\n" + hash)))
          .hasMessageContaining("at most 63 hashes");
    }
  }

  // what stands in place of the first, second and third line
  @ParameterizedTest
  @CsvSource({
    "'',a proof begins with",
    "c2sp.org/tlog-proof@v1,a line 'index NUMBER'",
    "c2sp.org/tlog-proof@v1|extra AA==,a line 'index NUMBER'",
    "'c2sp.org/tlog-proof@v1|extra ',no line 'extra'",
    "c2sp.org/tlog-proof@v1|index x,index of a proof",
  })
  void eachLineOfAProofIsAskedFor(String lines, String message) {
    assertThatThrownBy(() -> TlogProof.parse(lines.replace('|', '\n') + "\n\n" + log.signed()))
        .isInstanceOf(TransparencyException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aProofHasALargestLength() {
    String proof = log.proof(7).toString();
    String padded = proof + "x".repeat(1_000_000 - proof.length());
    assertThatThrownBy(() -> TlogProof.parse(padded))
        .isInstanceOf(TransparencyException.class)
        .hasMessageNotContaining("a proof is at most");
    assertThatThrownBy(() -> TlogProof.parse(padded + "x"))
        .hasMessageContaining("a proof is at most 1000000 characters");
    assertThatThrownBy(() -> TlogProof.parse(proof.substring(0, 40)))
        .hasMessageContaining("a proof is at most 1000000 characters");
  }

  @Test
  void proofsAreEqualByTheirFiles() throws Exception {
    assertThat(log.proof(7)).isNotEqualTo(log.proof(8)).doesNotHaveSameHashCodeAs(log.proof(8));
    WitnessPolicy policy = TestLog.policy();
    assertThat(policy)
        .isEqualTo(WitnessPolicy.parse(policy.toString()))
        .isNotEqualTo(WitnessPolicy.parse("quorum none\n"))
        .doesNotHaveSameHashCodeAs(WitnessPolicy.parse("quorum none\n"));
  }

  @Test
  void aMissingQuorumNamesWhoCosigned() {
    assertThatThrownBy(() -> TestLog.policy().verify(log.cosigned(5, 100, 2)))
        .hasMessageContaining("[w.example/0, w.example/1]");
  }
}
