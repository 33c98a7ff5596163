package org.depinsdk.transparency.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.transparency.Refusals.assertRefused;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.depinsdk.transparency.TestLog;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.TransparencyException.Reason;
import org.depinsdk.transparency.note.Cosignature;
import org.depinsdk.transparency.note.NoteKey;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WitnessPolicyTest {
  private static WitnessPolicy of(int witnesses, String rest) throws TransparencyException {
    StringBuilder text = new StringBuilder("log " + TestLog.KEY.key() + "\n");
    for (int i = 0; i < witnesses; i++) {
      text.append(
          "witness w" + i + " " + TestLog.witness("w.example/" + i, 10 + i).key() + "\n");
    }
    return WitnessPolicy.parse(text + rest);
  }

  private static WitnessPolicy of(int k, int n) throws TransparencyException {
    StringBuilder group = new StringBuilder("group g " + k);
    for (int i = 0; i < n; i++) {
      group.append(" w").append(i);
    }
    return of(n, group + "\nquorum g\n");
  }

  @ParameterizedTest
  @CsvSource({"2,2", "3,3", "4,3", "5,4", "6,5", "7,5", "8,6", "9,7", "10,7"})
  void theLeastQuorumIsSigsums(int n, int k) throws Exception {
    assertThat(WitnessPolicy.leastQuorum(n)).isEqualTo(k);
    for (int i = 1; i <= n; i++) {
      WitnessPolicy policy = of(i, n);
      if (i >= k) {
        policy.checkQuorum();
      } else {
        assertRefused(Reason.WEAK_QUORUM, policy::checkQuorum);
      }
    }
  }

  @Test
  void aWeakQuorumIsExplained() throws Exception {
    assertThatThrownBy(() -> of(2, 3).checkQuorum())
        .hasMessage(
            "of 3 witnesses in the quorum 1 may be dishonest, but two quorums may have only 1 in common, "
                + "so that a log could show two histories; 3 of 3 would be enough");
    assertRefused(Reason.WEAK_QUORUM, () -> of(3, "quorum none\n").checkQuorum());
    assertRefused(Reason.WEAK_QUORUM, () -> of(3, "quorum w1\n").checkQuorum());
    // two of the three groups of three, each by two: two quorums share one group, and there only
    // one witness
    String nested = """
        group a 2 w0 w1 w2
        group b 2 w3 w4 w5
        group c 2 w6 w7 w8
        """;
    assertRefused(
        Reason.WEAK_QUORUM, () -> of(9, nested + "group g 2 a b c\nquorum g\n").checkQuorum());
    assertRefused(
        Reason.WEAK_QUORUM,
        () -> of(9, nested + "group g all a b c\nquorum g\n").checkQuorum());
    of(8, """
        group a 3 w0 w1 w2 w3
        group b 3 w4 w5 w6 w7
        group g all a b
        quorum g
        """).checkQuorum();
  }

  /** The least overlap against every pair of sets that satisfy a quorum. */
  @Test
  void theLeastOverlapIsThatOfAllPairs() throws Exception {
    List<String> quorums = List.of(
        "group g 2 w0 w1 w2\n",
        "group a any w0 w1\ngroup g all a w2 w3\n",
        "group a 2 w0 w1 w2\ngroup b 2 w3 w4 w5\ngroup g all a b\n",
        "group a all w0 w1\ngroup b 1 w2 w3\ngroup g 2 a b w4\n",
        "group a 2 w0 w1\ngroup g 3 a w2 w3 w4 w5\n");
    for (String text : quorums) {
      WitnessPolicy policy = of(6, text + "quorum g\n");
      int least = Integer.MAX_VALUE;
      for (int a = 0; a < 64; a++) {
        for (int b = 0; b < 64; b++) {
          if (policy.isSatisfiedBy(names(a)) && policy.isSatisfiedBy(names(b))) {
            least = Math.min(least, Integer.bitCount(a & b));
          }
        }
      }
      assertThat(policy.leastOverlap()).as(text).isEqualTo(least);
    }
  }

  private static Set<String> names(int bits) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      if ((bits >> i & 1) == 1) {
        names.add("w" + i);
      }
    }
    return names;
  }

  @Test
  void checkpointsNeedTheLogAndAQuorum() throws Exception {
    TestLog log = TestLog.numbered(5);
    WitnessPolicy policy = TestLog.policy();
    assertThat(policy.verify(log.cosigned(5, 100, 3))).isEqualTo(log.signed().checkpoint());
    assertThat(policy.verifyQuorum(log.cosigned(5, 100, 4)))
        .hasSize(4)
        .allMatch(c -> c.time() == 100);
    assertRefused(Reason.NO_QUORUM, () -> policy.verify(log.cosigned(5, 100, 2)));
    SignedCheckpoint twice = log.cosigned(5, 100, 2);
    SignedCheckpoint again =
        twice.with(Cosignature.sign(TestLog.WITNESSES.get(0), twice.note().text(), 101));
    assertRefused(Reason.NO_QUORUM, () -> policy.verify(again));
    SignedCheckpoint other = SignedCheckpoint.parse(
        log.cosigned(5, 100, 4).toString().replace(TestLog.ORIGIN, "log.example/b"));
    assertRefused(Reason.WRONG_ORIGIN, () -> policy.verify(other));
    assertRefused(
        Reason.WRONG_SIGNATURE,
        () -> policy.verify(SignedCheckpoint.parse(
            log.cosigned(5, 100, 4).toString().replaceFirst("\n5\n", "\n6\n"))));
  }

  @Test
  void namesKeysAndAddressesAreKept() throws Exception {
    String vkey = TestLog.WITNESSES.get(0).key().toString();
    NoteKey later = NoteKey.of("w", NoteKey.ML_DSA_44_COSIGNATURE, new byte[1312]);
    String text =
        "witness é " + vkey + " https://w.example/\n witness\tz " + later + " \n#x\n\nquorum é\n";
    WitnessPolicy policy = WitnessPolicy.parse(text);
    assertThat(policy.witnesses())
        .containsExactly(
            new WitnessPolicy.Witness(
                "é", TestLog.WITNESSES.get(0).key(), Optional.of("https://w.example/")),
            new WitnessPolicy.Witness("z", later, Optional.empty()));
    assertThat(policy.logs()).isEmpty();
    assertThat(policy)
        .hasToString(text)
        .isEqualTo(WitnessPolicy.parse(text))
        .hasSameHashCodeAs(WitnessPolicy.parse(text));
    assertThat(policy.asksForWitnesses()).isTrue();
    assertThat(policy.isSatisfiedBy(Set.of("é"))).isTrue();
    assertThat(policy.isSatisfiedBy(Set.of("z"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "quorum none",
        "quorum none\r\n",
        "quorum none\u007f\n",
        "quorum\n",
        "quorum none x\n",
        "log\nquorum none\n",
        "log x\nquorum none\n",
        "witness a\nquorum none\n",
        "group g any\nquorum none\n",
        "group g 01 w0\nquorum none\n",
        "group g 99999999999 w0\nquorum none\n",
        "group none any w0\nquorum none\n",
        "Quorum none\n"
      })
  void whatIsNoPolicyIsRefused(String text) {
    assertRefused(Reason.MALFORMED, () -> WitnessPolicy.parse(text));
    assertRefused(Reason.MALFORMED, () -> of(1, text));
  }

  @Test
  void keysHaveTheTypeOfTheirUse() {
    NoteKey witness = TestLog.WITNESSES.get(0).key();
    assertThatThrownBy(() -> WitnessPolicy.parse("quorum none\nlog " + witness + "\n"))
        .hasMessage("policy line 2: a log's key is of type 1, not 4");
    assertThatThrownBy(() -> WitnessPolicy.parse("witness w " + TestLog.KEY.key() + "\nquorum w\n"))
        .hasMessage("policy line 1: a witness's key is of type 4 or 6, not 1");
    assertThatThrownBy(() -> WitnessPolicy.parse("witness w " + witness + "\nwitness v "
            + TestLog.witness("another", 10).key() + "\nquorum w\n"))
        .hasMessage("policy line 2: the key of an earlier witness");
  }

  @Test
  void aPolicyHasAnEnd() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i <= WitnessPolicy.MAX_DEFINED; i++) {
      text.append("log " + TestLog.log("log.example/" + i, i % 256).key() + "\n");
    }
    assertThatThrownBy(() -> WitnessPolicy.parse(text + "quorum none\n"))
        .isInstanceOf(TransparencyException.class);
  }
}
