package org.depinsdk.storage.possession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.Tables;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.testkit.TestEngine;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.depinsdk.proofs.testkit.VerifierLaws;
import org.depinsdk.storage.piece.LeafProof;
import org.depinsdk.storage.piece.PieceCid;
import org.depinsdk.storage.piece.PieceCommitment;
import org.depinsdk.storage.piece.PieceHasher;
import org.depinsdk.storage.piece.PieceProver;
import org.depinsdk.storage.piece.PieceSource;
import org.junit.jupiter.api.Test;

class PossessionVerifierTest {
  private static final String LONG_AGO = "2026-01-01T00:00:00Z;-";

  private final TestNetwork network = new TestNetwork();
  private final PossessionVerifier verifier = new PossessionVerifier();
  private final DeviceId provider = network.device("provider", 1);
  private final DeviceId other = network.device("provider", 2);
  private final SortedMap<String, String> dataSets = new TreeMap<>();
  private final SortedMap<String, String> rows = new TreeMap<>();
  private final List<Piece> stored = new ArrayList<>();
  private final List<Attributed<Possession>> evidence = new ArrayList<>();
  private Map<String, String> settings = Map.of();

  private record Piece(byte[] bytes, PieceCommitment commitment) {
    LeafProof prove(long leaf) {
      try {
        return PieceProver.proveLeaf(
            commitment.piece(), commitment.layer(), PieceSource.of(bytes), leaf);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  PossessionVerifierTest() {
    dataSets.put("7", provider.text());
    add(7, 0, 1000, LONG_AGO);
    add(7, 1, 300, LONG_AGO);
    add(7, 2, 127, LONG_AGO);
  }

  private static Piece piece(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    PieceHasher hasher = new PieceHasher(3);
    hasher.update(bytes, 0, size);
    return new Piece(bytes, hasher.finish());
  }

  private void add(int dataSet, int number, int size, String held) {
    Piece piece = piece(size);
    stored.add(piece);
    rows.put(dataSet + "/" + number, piece.commitment().piece() + ";" + held);
  }

  private ProofContext context() {
    return network
        .context(settings)
        .with(Tables.NONE.with("data-sets", dataSets).with("pieces", rows));
  }

  // what an honest provider of all that is stored answers, one proof for each challenge
  private List<LeafProof> proofs(int dataSet) {
    SortedMap<Integer, PieceCid> pieces = new TreeMap<>();
    stored.forEach(p -> pieces.put(pieces.size(), p.commitment().piece()));
    List<LeafProof> proofs = new ArrayList<>();
    for (LeafChallenge asked : LeafChallenge.of(context().terms(), dataSet, pieces)) {
      proofs.add(stored.get(asked.number()).prove(asked.leaf()));
    }
    return proofs;
  }

  private void report(DeviceId device, Duration at, Possession possession) {
    evidence.add(network.report(device, at, possession));
  }

  private TestEngine.Judged judged() {
    return judged(Collections.emptySortedMap());
  }

  private TestEngine.Judged judged(SortedMap<GroupKey, GroupState> before) {
    return TestEngine.judge(verifier, evidence, context(), before);
  }

  private Verdict only(TestEngine.Judged judged) {
    assertThat(judged.verdicts()).hasSize(1);
    return judged.verdicts().get(0);
  }

  private static Finding finding(Verdict verdict, ReasonCode code) {
    return verdict.findings().stream()
        .filter(f -> f.code().equals(code))
        .findFirst()
        .orElseThrow(() -> new AssertionError(code + " is not among " + verdict.findings()));
  }

  @Test
  void allBytesCountIfAllChallengesAreAnswered() {
    report(provider, Duration.ofMinutes(10), Possession.of(7, proofs(7)));
    Verdict verdict = only(judged());
    assertThat(verdict.device()).isEqualTo(provider);
    assertThat(verdict.score().units()).isEqualTo(1000 + 300 + 127);
    // five challenges miss a loss of 45 percent once in twenty times
    assertThat(verdict.score().lower()).isEqualTo(784);
    assertThat(finding(verdict, PossessionReasons.PROVEN).facts())
        .containsEntry("challenges", "5")
        .containsEntry("loss-ppm", "10000")
        .containsEntry("found-ppm", "49009")
        .containsEntry("streak", "1");
  }

  @Test
  void answersMayComeInPartsAndAgain() {
    List<LeafProof> proofs = proofs(7);
    report(
        provider,
        Duration.ofMinutes(1),
        new Possession(7, new TreeMap<>(Map.of(0, Optional.empty()))));
    report(provider, Duration.ofMinutes(2), Possession.of(7, proofs.subList(0, 2)));
    SortedMap<Integer, Optional<LeafProof>> rest = new TreeMap<>();
    for (int i = 2; i < 5; i++) {
      rest.put(i, Optional.of(proofs.get(i)));
    }
    report(provider, Duration.ofMinutes(3), new Possession(7, rest));
    assertThat(only(judged()).score().units()).isEqualTo(1427);
  }

  @Test
  void oneMissingAnswerCostsTheEpoch() {
    List<LeafProof> proofs = proofs(7);
    report(provider, Duration.ofMinutes(10), Possession.of(7, proofs.subList(0, 4)));
    Verdict verdict = only(judged());
    assertThat(verdict.score().units()).isZero();
    assertThat(finding(verdict, PossessionReasons.UNANSWERED).facts())
        .containsEntry("challenge", "4")
        .containsKey("piece");
    assertThat(finding(verdict, PossessionReasons.FAULT).facts()).containsEntry("faults", "1");
  }

  @Test
  void aProofOfAnotherLeafIsWrong() {
    List<LeafProof> proofs = new ArrayList<>(proofs(7));
    Collections.swap(proofs, 1, 2);
    report(provider, Duration.ofMinutes(10), Possession.of(7, proofs));
    Verdict verdict = only(judged());
    assertThat(verdict.score().units()).isZero();
    finding(verdict, PossessionReasons.WRONG_PROOF);
  }

  @Test
  void whoSaysThatAPieceIsDamagedIsToldApart() {
    SortedMap<Integer, Optional<LeafProof>> answers = new TreeMap<>();
    List<LeafProof> proofs = proofs(7);
    for (int i = 0; i < 5; i++) {
      answers.put(i, i == 3 ? Optional.empty() : Optional.of(proofs.get(i)));
    }
    report(provider, Duration.ofMinutes(10), new Possession(7, answers));
    assertThat(finding(only(judged()), PossessionReasons.DAMAGED).facts())
        .containsEntry("challenge", "3");
  }

  @Test
  void anAnswerCountsUntilTheDeadline() {
    settings = Map.of("answer-within", "PT30M");
    report(provider, Duration.ofMinutes(30), Possession.of(7, proofs(7)));
    assertThat(only(judged()).score().units()).isEqualTo(1427);
    evidence.clear();
    report(provider, Duration.ofMinutes(30).plusMillis(1), Possession.of(7, proofs(7)));
    Verdict late = only(judged());
    assertThat(late.score().units()).isZero();
    finding(late, PossessionReasons.LATE);
  }

  @Test
  void whatIsAddedInTheEpochIsChallengedInTheNext() {
    rows.put("7/3", piece(500).commitment().piece() + ";2026-03-01T00:00:00.001Z;-");
    report(provider, Duration.ofMinutes(10), Possession.of(7, proofs(7)));
    assertThat(only(judged()).score().units()).isEqualTo(1427);
  }

  @Test
  void whatLeavesInTheEpochIsNotHeldAgainstTheProvider() {
    // every challenge falls on a piece that was deleted, moved or expired before it was answered
    for (String key : List.of("7/0", "7/1", "7/2")) {
      rows.put(key, rows.get(key).replace(";-", ";2026-03-01T10:00:00Z"));
    }
    judgedWithoutAnswers(PossessionReasons.REMOVED, 0);
    // at the very end of the epoch it was there all the time
    rows.replaceAll((key, row) -> row.replace("2026-03-01T10:00:00Z", "2026-03-02T00:00:00.001Z"));
    judgedWithoutAnswers(PossessionReasons.UNANSWERED, 1);
  }

  private void judgedWithoutAnswers(ReasonCode code, long faults) {
    SortedMap<GroupKey, GroupState> before = new TreeMap<>();
    before.put(new GroupKey("data-set:7"), GroupState.of(Map.of("streak", "4", "faults", "0")));
    TestEngine.Judged judged = judged(before);
    assertThat(TestNetwork.codes(only(judged))).contains(code.text());
    assertThat(judged.state().get(new GroupKey("data-set:7")).values())
        .containsEntry("faults", "" + faults);
  }

  @Test
  void faultsAreCountedFromEpochToEpoch() {
    report(provider, Duration.ofMinutes(10), Possession.of(7, proofs(7)));
    TestEngine.Judged first = judged();
    TestEngine.Judged second = judged(first.state());
    assertThat(finding(only(second), PossessionReasons.PROVEN).facts())
        .containsEntry("streak", "2")
        .containsEntry("found-in-streak-ppm", "95617");
    evidence.clear();
    TestEngine.Judged third = judged(second.state());
    assertThat(only(third).device()).isEqualTo(provider);
    assertThat(only(third).score().units()).isZero();
    TestEngine.Judged fourth = judged(third.state());
    assertThat(finding(only(fourth), PossessionReasons.FAULT).facts()).containsEntry("faults", "2");
    report(provider, Duration.ofMinutes(10), Possession.of(7, proofs(7)));
    assertThat(finding(only(judged(fourth.state())), PossessionReasons.PROVEN).facts())
        .containsEntry("streak", "1");
    // a data set that is no longer published is forgotten
    dataSets.clear();
    evidence.clear();
    assertThat(judged(fourth.state()).state()).isEmpty();
  }

  @Test
  void anotherDeviceDoesNotProveForTheHolder() {
    report(other, Duration.ofMinutes(10), Possession.of(7, proofs(7)));
    TestEngine.Judged judged = judged();
    assertThat(judged.verdicts()).allMatch(v -> v.score().units() == 0);
    Verdict stranger = judged.verdicts().stream()
        .filter(v -> v.device().equals(other))
        .findFirst()
        .orElseThrow();
    finding(stranger, PossessionReasons.NOT_THE_HOLDER);
  }

  @Test
  void unknownDataSetsHaveNothingToProve() {
    report(provider, Duration.ofMinutes(10), Possession.of(8, proofs(7)));
    assertThat(TestNetwork.codes(only(judged())))
        .containsExactly(PossessionReasons.NO_PIECES.text());
  }

  @Test
  void onePieceInTwoDataSetsOfAnOperatorCountsOnce() {
    DeviceId second = network.device("provider", 1);
    dataSets.put("9", second.text());
    rows.put("9/0", rows.get("7/0"));
    rows.put("9/1", rows.get("7/1"));
    rows.put("9/2", rows.get("7/2"));
    report(provider, Duration.ofMinutes(10), Possession.of(7, proofs(7)));
    report(second, Duration.ofMinutes(10), Possession.of(9, proofs(9)));
    assertThat(judged().verdicts().stream().mapToLong(v -> v.score().units()).sum())
        .isEqualTo(1427);
    Verdict two = judged().verdicts().stream()
        .filter(v -> v.device().equals(second))
        .findFirst()
        .orElseThrow();
    assertThat(finding(two, PossessionReasons.SAME_PIECE).facts()).containsEntry("at", "9/0");
    // a copy of another operator is a replica
    dataSets.put("9", other.text());
    evidence.remove(1);
    report(other, Duration.ofMinutes(10), Possession.of(9, proofs(9)));
    assertThat(judged().verdicts().stream().mapToLong(v -> v.score().units()).sum())
        .isEqualTo(2 * 1427);
  }

  @Test
  void rowsThatCannotBeReadAreFaults() {
    SortedMap<String, String> bad = new TreeMap<>();
    String cid = stored.get(0).commitment().piece().toString();
    String empty = new PieceHasher().finish().piece().toString();
    bad.put("7", cid + ";" + LONG_AGO);
    bad.put("7/-1", cid + ";" + LONG_AGO);
    bad.put("7/01", cid + ";" + LONG_AGO);
    bad.put("7/99999999999", cid + ";" + LONG_AGO);
    bad.put("7/1", cid);
    bad.put("7/2", "bafk;" + LONG_AGO);
    bad.put("7/3", cid + ";2026-01-01T00:00:00Z;2025-01-01T00:00:00Z");
    bad.put("7/4", empty + ";" + LONG_AGO);
    bad.put("7/5", cid + ";yesterday;-");
    assertThat(PieceRow.TABLE.unreadable(Tables.NONE.with("pieces", bad))).isEqualTo(bad);
    assertThat(PieceRow.TABLE.unreadable(Tables.NONE.with("pieces", rows))).isEmpty();
  }

  @Test
  void evidenceThatIsNoneIsNamed() {
    assertThatThrownBy(() -> new Possession(-1, new TreeMap<>(Map.of(0, Optional.empty()))))
        .hasMessageContaining("data_set must be 0 to");
    assertThatThrownBy(() -> new Possession(1, new TreeMap<>()))
        .hasMessage("answers must be 1 to 40 answers, not 0");
    assertThatThrownBy(() -> new Possession(1, new TreeMap<>(Map.of(40, Optional.empty()))))
        .hasMessage("challenge must be 0 to 39, not 40");
  }

  @Test
  void keepsTheLawsOfVerifiers() {
    report(provider, Duration.ofMinutes(10), Possession.of(7, proofs(7)));
    report(other, Duration.ofMinutes(11), Possession.of(7, proofs(7).subList(0, 3)));
    dataSets.put("9", other.text());
    rows.put("9/0", rows.get("7/0"));
    report(other, Duration.ofMinutes(12), Possession.of(9, proofs(9)));
    VerifierLaws.check(verifier, evidence, context(), new SplittableRandom(1));
    assertThat(ProofVerifiers.load().find(PossessionVerifier.KIND)).isPresent();
  }
}
