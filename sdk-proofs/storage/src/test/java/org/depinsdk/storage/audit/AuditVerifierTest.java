package org.depinsdk.storage.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.depinsdk.storage.erasure.ReedSolomon;
import org.depinsdk.storage.piece.BlockProof;
import org.depinsdk.storage.piece.PieceCommitment;
import org.depinsdk.storage.piece.PieceHasher;
import org.depinsdk.storage.piece.PieceProver;
import org.depinsdk.storage.piece.PieceSource;
import org.junit.jupiter.api.Test;

class AuditVerifierTest {
  private static final String SINCE = "2026-01-01T00:00:00Z;-";
  private static final int BYTES = 1000;
  private static final Duration EARLY = Duration.ofMinutes(5);

  private final TestNetwork network = new TestNetwork();
  private final AuditVerifier verifier = new AuditVerifier();
  private final ReedSolomon code = new ReedSolomon(4, 2);
  private final List<DeviceId> holders = new ArrayList<>();
  private final byte[][] shards = new byte[6][BYTES];
  private final SortedMap<String, String> segments = new TreeMap<>();
  private final SortedMap<String, String> rows = new TreeMap<>();
  private final List<Attributed<ShardReport>> evidence = new ArrayList<>();
  private final Map<String, String> settings = new HashMap<>(Map.of("assumed-liars", "1"));
  private int later;

  AuditVerifierTest() {
    Random random = new Random(1);
    for (int i = 0; i < 6; i++) {
      holders.add(network.device("provider", i + 1));
      random.nextBytes(shards[i]);
    }
    code.encode(shards);
    segments.put("s1", "3;4;" + BYTES + ";" + SINCE);
    for (int i = 0; i < 6; i++) {
      rows.put("s1/" + i, holders.get(i) + ";-;" + SINCE);
    }
  }

  private static PieceCommitment commit(byte[] shard) {
    PieceHasher hasher = new PieceHasher(4);
    hasher.update(shard, 0, shard.length);
    return hasher.finish();
  }

  // uploader and holders signed for these shards
  private void signFor(byte[][] signed) {
    for (int i = 0; i < 6; i++) {
      rows.put("s1/" + i, holders.get(i) + ";" + commit(signed[i]).piece() + ";" + SINCE);
    }
  }

  private ProofContext context() {
    return network
        .context(later, settings)
        .with(Tables.NONE.with("segments", segments).with("shards", rows));
  }

  private ShardAnswer blocks(byte[] shard, boolean proven) {
    List<BlockProof> blocks = new ArrayList<>();
    PieceCommitment commitment = commit(shard);
    for (long block : AuditVerifier.challenges(context().terms(), "s1", BYTES)) {
      try {
        BlockProof proof = PieceProver.proveBlock(
            commitment.piece(), commitment.layer(), PieceSource.of(shard), block);
        blocks.add(proven ? proof : new BlockProof(proof.block(), List.of()));
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    return new ShardAnswer.Blocks(blocks);
  }

  private void answer(int shard, ShardAnswer answer) {
    answer(shard, EARLY, answer);
  }

  private void answer(int shard, Duration at, ShardAnswer answer) {
    evidence.add(network.report(
        holders.get(shard),
        at.plus(network.epoch().length().multipliedBy(later)),
        new ShardReport("s1", 3, shard, answer)));
  }

  private void answerAll(byte[][] all, boolean proven) {
    for (int i = 0; i < 6; i++) {
      answer(i, blocks(all[i], proven));
    }
  }

  private byte[] changed(byte[] shard) {
    byte[] changed = shard.clone();
    for (int i = 0; i < changed.length; i++) {
      changed[i] ^= 5;
    }
    return changed;
  }

  private TestEngine.Judged judged(SortedMap<GroupKey, GroupState> before) {
    return TestEngine.judge(verifier, evidence, context(), before);
  }

  private Map<Integer, Verdict> verdicts() {
    Map<Integer, Verdict> verdicts = new TreeMap<>();
    judged(Collections.emptySortedMap())
        .verdicts()
        .forEach(v -> verdicts.put(holders.indexOf(v.device()), v));
    return verdicts;
  }

  private static boolean has(Verdict verdict, ReasonCode code) {
    return TestNetwork.codes(verdict).contains(code.text());
  }

  private void expect(ReasonCode... codes) {
    Map<Integer, Verdict> verdicts = verdicts();
    assertThat(verdicts).hasSize(codes.length);
    for (int i = 0; i < codes.length; i++) {
      assertThat(TestNetwork.codes(verdicts.get(i))).as("shard %d", i).contains(codes[i].text());
      boolean counts =
          codes[i].equals(AuditReasons.PASSED) || codes[i].equals(AuditReasons.UNDECIDED);
      assertThat(verdicts.get(i).score().units()).isEqualTo(counts ? BYTES : 0);
    }
  }

  private static ReasonCode[] all(ReasonCode code) {
    ReasonCode[] codes = new ReasonCode[6];
    Arrays.fill(codes, code);
    return codes;
  }

  @Test
  void honestHoldersPass() {
    answerAll(shards, false);
    expect(all(AuditReasons.PASSED));
    assertThat(verdicts().get(0).score().lower()).isEqualTo(BYTES);
  }

  @Test
  void oneLiarIsLocatedByTheOthers() {
    byte[][] said = shards.clone();
    said[3] = changed(shards[3]);
    answerAll(said, false);
    ReasonCode[] codes = all(AuditReasons.PASSED);
    codes[3] = AuditReasons.LOCATED;
    expect(codes);
  }

  @Test
  void twoWhoEncodeALieFrameNobodyIfTwoAreReckonedWith() {
    byte[][] lie = shards.clone();
    lie[0] = changed(shards[0]);
    lie[4] = new byte[BYTES];
    lie[5] = new byte[BYTES];
    code.encode(lie);
    lie[0] = shards[0];
    answerAll(lie, false);
    settings.put("assumed-liars", "2");
    expect(all(AuditReasons.UNDECIDED));
    assertThat(verdicts().get(0).score().lower()).isZero();
    assertThat(judged(Collections.emptySortedMap())
            .state()
            .get(GroupKey.device(holders.get(4)))
            .values()
            .get("seen"))
        .as("nobody loses by it")
        .isEqualTo("0 0 0 0 0 1");
    // where uploader and holders signed for their shards, those decide, however many lie
    evidence.clear();
    signFor(shards);
    answerAll(lie, true);
    ReasonCode[] codes = all(AuditReasons.PASSED);
    codes[4] = AuditReasons.WRONG_SHARE;
    codes[5] = AuditReasons.WRONG_SHARE;
    expect(codes);
  }

  @Test
  void missingAnswersLowerWhatCanBeLocated() {
    answerAll(shards, false);
    evidence.remove(5);
    ReasonCode[] codes = all(AuditReasons.UNDECIDED);
    codes[5] = AuditReasons.OFFLINE;
    expect(codes);
  }

  @Test
  void aCommitmentNeedsItsPath() {
    signFor(shards);
    answerAll(shards, false);
    expect(all(AuditReasons.WRONG_SHARE));
  }

  @Test
  void whatTheUploaderSignedWronglyIsNotTheHoldersFault() {
    byte[][] uploaded = shards.clone();
    uploaded[3] = changed(shards[3]);
    signFor(uploaded);
    answerAll(uploaded, true);
    expect(all(AuditReasons.PASSED));
    verdicts()
        .values()
        .forEach(v -> assertThat(has(v, AuditReasons.NOT_A_CODE_WORD)).isTrue());
    // and a provider cannot escape by losing its copy
    evidence.remove(3);
    answer(3, new ShardAnswer.Lost());
    ReasonCode[] codes = all(AuditReasons.PASSED);
    codes[3] = AuditReasons.LOST;
    expect(codes);
  }

  @Test
  void outcomesAreToldApart() {
    settings.put("answer-within", "PT1H");
    answer(0, blocks(shards[0], false));
    answer(1, blocks(shards[1], false));
    answer(2, new ShardAnswer.Lost());
    answer(3, new ShardAnswer.Failed());
    answer(4, Duration.ofHours(2), blocks(shards[4], false));
    expect(
        AuditReasons.UNDECIDED,
        AuditReasons.UNDECIDED,
        AuditReasons.LOST,
        AuditReasons.UNKNOWN,
        AuditReasons.LATE,
        AuditReasons.OFFLINE);
  }

  @Test
  void theNewestAnswerInTimeCounts() {
    settings.put("answer-within", "PT1H");
    answer(0, new ShardAnswer.Failed());
    answerAll(shards, false);
    answer(0, Duration.ofHours(2), new ShardAnswer.Lost());
    expect(all(AuditReasons.PASSED));
  }

  @Test
  void withFewerAnswersThanRestoreTheSegmentNobodyLoses() {
    for (int i = 0; i < 3; i++) {
      answer(i, blocks(shards[i], false));
    }
    expect(
        AuditReasons.UNDECIDED,
        AuditReasons.UNDECIDED,
        AuditReasons.UNDECIDED,
        AuditReasons.TOO_FEW,
        AuditReasons.TOO_FEW,
        AuditReasons.TOO_FEW);
    assertThat(judged(Collections.emptySortedMap())
            .state()
            .get(GroupKey.device(holders.get(5)))
            .values()
            .get("seen"))
        .isEqualTo("0 0 0 0 0 0");
  }

  @Test
  void aRecordThatChangedDropsTheResult() {
    // nobody has the shards any more, and says so
    for (int i = 0; i < 6; i++) {
      answer(i, new ShardAnswer.Lost());
    }
    expect(all(AuditReasons.LOST));
    String record = segments.get("s1");
    String row = rows.get("s1/2");
    // deleted
    segments.remove("s1");
    expect(all(AuditReasons.RECORD_CHANGED));
    // repaired to others under the same name
    segments.put("s1", record.replace("3;4", "4;4"));
    expect(all(AuditReasons.RECORD_CHANGED));
    // expired within the epoch
    segments.put("s1", record.replace(";-", ";2026-03-01T12:00:00Z"));
    expect(all(AuditReasons.RECORD_CHANGED));
    // one shard moved within the epoch
    segments.put("s1", record);
    rows.put(
        "s1/2",
        row.replace(holders.get(2).text(), holders.get(5).text())
            .replace("2026-01-01T00:00:00Z", "2026-03-01T12:00:00Z"));
    ReasonCode[] codes = all(AuditReasons.LOST);
    codes[2] = AuditReasons.RECORD_CHANGED;
    expect(codes);
    // one shard expired within the epoch
    rows.put(
        "s1/2",
        row.replace(";-;2026-01-01T00:00:00Z;-", ";-;2026-01-01T00:00:00Z;2026-03-01T12:00:00Z"));
    expect(codes);
    assertThat(judged(Collections.emptySortedMap()).state())
        .doesNotContainKey(GroupKey.device(holders.get(2)));
  }

  @Test
  void onlyTheHolderAnswers() {
    answerAll(shards, false);
    DeviceId stranger = network.device("provider", 9);
    evidence.add(
        network.report(stranger, EARLY, new ShardReport("s1", 3, 0, new ShardAnswer.Lost())));
    Map<Integer, Verdict> verdicts = verdicts();
    assertThat(has(verdicts.get(-1), AuditReasons.NOT_THE_HOLDER)).isTrue();
    assertThat(has(verdicts.get(0), AuditReasons.PASSED)).isTrue();
  }

  @Test
  void oneSegmentInSoManyIsAudited() {
    settings.put("one-in", "10");
    int audited = 0;
    for (int i = 0; i < 1000; i++) {
      audited +=
          AuditVerifier.challenges(context().terms(), "segment-" + i, BYTES).size();
    }
    assertThat(audited).isBetween(70, 130);
    settings.put("one-in", "1000000");
    assertThat(AuditVerifier.challenges(context().terms(), "s1", BYTES)).isEmpty();
    answer(0, new ShardAnswer.Lost());
    assertThat(TestNetwork.codes(verdicts().get(0)))
        .containsExactly(AuditReasons.NOT_SELECTED.text());
  }

  @Test
  void whoIsSilentIsAskedInTheNextEpochToo() {
    answerAll(shards, false);
    SortedMap<GroupKey, GroupState> state = judged(Collections.emptySortedMap()).state();
    evidence.clear();
    later = 1;
    for (int i = 1; i < 6; i++) {
      answer(i, blocks(shards[i], false));
    }
    TestEngine.Judged second = judged(state);
    Verdict silent = of(second, 0);
    assertThat(has(silent, AuditReasons.OFFLINE)).isTrue();
    evidence.clear();
    later = 2;
    TestEngine.Judged third = judged(second.state());
    // nobody answered: the network's trouble
    assertThat(third.verdicts()).hasSize(6).allMatch(v -> has(v, AuditReasons.TOO_FEW));
    assertThat(standing(of(third, 0)))
        .containsEntry("online", "500000")
        .containsEntry("audits", "2");
    assertThat(standing(of(third, 1))).containsEntry("online", "1000000");
  }

  private Verdict of(TestEngine.Judged judged, int holder) {
    return judged.verdicts().stream()
        .filter(v -> v.device().equals(holders.get(holder)))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> standing(Verdict verdict) {
    return verdict.findings().stream()
        .filter(f -> f.code().equals(AuditReasons.STANDING))
        .findFirst()
        .map(Finding::facts)
        .orElseThrow();
  }

  @Test
  void failuresDisqualifyAndSuccessesLeadBack() {
    SortedMap<GroupKey, GroupState> state = Collections.emptySortedMap();
    int disqualifiedAfter = -1;
    for (later = 0; later < 42; later++) {
      evidence.clear();
      answerAll(shards, false);
      evidence.remove(0);
      answer(0, new ShardAnswer.Lost());
      TestEngine.Judged judged = judged(state);
      state = judged.state();
      if (has(of(judged, 0), AuditReasons.DISQUALIFIED) && disqualifiedAfter < 0) {
        disqualifiedAfter = later;
      }
    }
    assertThat(disqualifiedAfter).isEqualTo(41);
    // the way back: nothing counts until the score is above the threshold again
    int back = -1;
    for (; later < 100 && back < 0; later++) {
      evidence.clear();
      answerAll(shards, false);
      TestEngine.Judged judged = judged(state);
      state = judged.state();
      Verdict verdict = of(judged, 0);
      assertThat(has(verdict, AuditReasons.PASSED)).isTrue();
      boolean disqualified = has(verdict, AuditReasons.DISQUALIFIED);
      assertThat(verdict.score().units()).isEqualTo(disqualified ? 0 : BYTES);
      if (!disqualified) {
        back = later;
      }
    }
    assertThat(back).isBetween(60, 80);
  }

  @Test
  void unknownErrorsSuspendAndThreeLateEpochsAreAFailure() {
    settings.put("answer-within", "PT1H");
    SortedMap<GroupKey, GroupState> state = Collections.emptySortedMap();
    for (later = 0; later < 4; later++) {
      evidence.clear();
      for (int i = 2; i < 6; i++) {
        answer(i, blocks(shards[i], false));
      }
      answer(0, new ShardAnswer.Failed());
      answer(1, Duration.ofHours(2), blocks(shards[1], false));
      TestEngine.Judged judged = judged(state);
      state = judged.state();
      assertThat(has(of(judged, 0), AuditReasons.SUSPENDED)).isEqualTo(later > 0);
      assertThat(standing(of(judged, 1))).containsEntry("audit", later < 3 ? "1000000" : "999000");
    }
    // the way back
    for (; later < 10; later++) {
      evidence.clear();
      answerAll(shards, false);
      TestEngine.Judged judged = judged(state);
      state = judged.state();
      assertThat(has(of(judged, 0), AuditReasons.SUSPENDED)).isEqualTo(later < 9);
    }
  }

  @Test
  void severalGroupsAddUpInOneStanding() {
    segments.put("s2", segments.get("s1"));
    for (int i = 0; i < 6; i++) {
      rows.put("s2/" + i, rows.get("s1/" + i));
      evidence.add(network.report(
          holders.get(i), EARLY, new ShardReport("s2", 3, i, new ShardAnswer.Lost())));
    }
    answerAll(shards, false);
    TestEngine.Judged judged = judged(Collections.emptySortedMap());
    assertThat(judged.state().get(GroupKey.device(holders.get(2))).values())
        .containsEntry("seen", "1 1 0 0 0 0");
    VerifierLaws.check(verifier, evidence, context(), new SplittableRandom(1));
  }

  @Test
  void rowsThatCannotBeReadAreFaults() {
    SortedMap<String, String> bad = new TreeMap<>();
    bad.put("s/1", "1;4;100;" + SINCE);
    bad.put("s2", "1;0;100;" + SINCE);
    bad.put("s3", "1;4;0;" + SINCE);
    bad.put("s4", "-1;4;100;" + SINCE);
    bad.put("s5", "1;4;100");
    bad.put("s6", "1;4;100;yesterday;-");
    assertThat(SegmentRow.TABLE.unreadable(Tables.NONE.with("segments", bad))).isEqualTo(bad);
    SortedMap<String, String> badShards = new TreeMap<>();
    badShards.put("s", holders.get(0) + ";-;" + SINCE);
    badShards.put("s/256", holders.get(0) + ";-;" + SINCE);
    badShards.put("s/01", holders.get(0) + ";-;" + SINCE);
    badShards.put("s/1", "dev-1;-;" + SINCE);
    badShards.put("s/2", holders.get(0) + ";bafk;" + SINCE);
    assertThat(ShardRow.TABLE.unreadable(Tables.NONE.with("shards", badShards)))
        .isEqualTo(badShards);
    assertThat(ShardRow.TABLE.unreadable(Tables.NONE.with("shards", rows))).isEmpty();
  }

  @Test
  void evidenceThatIsNoneIsNamed() {
    assertThatThrownBy(() -> new ShardReport("a b", 1, 0, new ShardAnswer.Lost()))
        .hasMessageContaining("segment must be 1 to 64 of");
    assertThatThrownBy(() -> new ShardReport("a", -1, 0, new ShardAnswer.Lost()))
        .hasMessageContaining("version must be 0 to");
    assertThatThrownBy(() -> new ShardReport("a", 1, 256, new ShardAnswer.Lost()))
        .hasMessage("shard must be 0 to 255, not 256");
    assertThatThrownBy(() -> new ShardReport("a", 1, 0, new ShardAnswer.Blocks(List.of())))
        .hasMessage("shares must be 1 to 16 shares, not 0");
  }

  @Test
  void keepsTheLawsOfVerifiers() {
    signFor(shards);
    settings.put("stripes", "3");
    answerAll(shards, true);
    answer(1, new ShardAnswer.Failed());
    answer(2, Duration.ofHours(3), new ShardAnswer.Lost());
    VerifierLaws.check(verifier, evidence, context(), new SplittableRandom(1));
    assertThat(ProofVerifiers.load().find(AuditVerifier.KIND)).isPresent();
  }
}
