package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Lists;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.Judgement;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Table;
import org.depinsdk.proofs.Tables;
import org.depinsdk.proofs.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalEpochEngineTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir
  Path scratch;

  private final TallyNetwork network = new TallyNetwork(3);

  private static ProofVerifiers sums() {
    return TallyNetwork.verifiers(
        (group, evidence, before) -> TallyNetwork.sums(group, evidence, TallyNetwork.QUANTITY));
  }

  /** Everything that an outcome says, as one string. */
  static String told(EpochOutcome outcome) {
    StringBuilder told = new StringBuilder(outcome.distribution().root().toString());
    outcome.verdicts().forEach(v -> told.append('\n').append(Json.line(VerdictJson.format(v))));
    outcome.faults().forEach(f -> told.append('\n').append(Json.line(FaultJson.format(f))));
    outcome
        .judged()
        .contributions()
        .forEach(c -> told.append('\n').append(Json.line(ContributionJson.format(c))));
    outcome.clones().forEach(c -> told.append('\n').append(Json.line(CloneJson.format(c))));
    return told.append('\n').append(outcome.after().proofs()).toString();
  }

  private boolean scratchIsEmpty() throws IOException {
    try (Stream<Path> files = Files.walk(scratch)) {
      return files.noneMatch(Files::isRegularFile);
    }
  }

  /** Devices that score in several groups, are sold, send junk, and groups that write each other's state. */
  private ProofVerifiers busyEpoch() throws Exception {
    List<DeviceId> devices = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      devices.add(network.enroll(i % 5));
    }
    for (int i = 0; i < 3000; i++) {
      DeviceId device = devices.get(i * 7 % 23);
      network.report(device, SECOND.multipliedBy(i), (long) i * 137 % 40_000);
      if (i % 500 == 3) {
        network.report(device, 10_000 + i, SECOND.multipliedBy(i), new byte[] {1});
        network.report(device, 20_000 + i, SECOND.multipliedBy(i), 17);
        network.report(device, 20_000 + i, SECOND.multipliedBy(i), 18);
        network.transfer(SECOND.multipliedBy(i), device, 6 + i / 500);
      }
    }
    return TallyNetwork.verifiers((group, evidence, before) -> {
      if (group.text().equals("group:13")) {
        throw new IllegalStateException("on purpose");
      }
      long last = 0;
      for (Attributed<Long> one : evidence) {
        last = one.position();
      }
      return TallyNetwork.sums(group, evidence, TallyNetwork.QUANTITY)
          .with(Map.of(
              group,
              GroupState.of(Map.of("last", Long.toString(last))),
              new GroupKey("all"),
              GroupState.of(Map.of("by", group.text())),
              new GroupKey("unmergeable"),
              GroupState.of(Map.of("by", group.text()))));
    });
  }

  @Test
  void threadsPartitionsAndMemoryChangeNothing() throws Exception {
    ProofVerifiers verifiers = busyEpoch();
    String expected;
    try (EpochOutcome outcome = new LocalEpochEngine(verifiers).run(network.input())) {
      expected = told(outcome);
    }
    assertThat(expected)
        .contains("evidence.malformed", "evidence.repeated-number", "verifier.failed")
        .contains("\"group\":\"unmergeable\"")
        .contains("by=group:9")
        .containsPattern("\"owners\":\\{[^}]*,");
    int all = Runtime.getRuntime().availableProcessors();
    for (int threads : new int[] {1, all, 5}) {
      for (int partitions : new int[] {1, 64}) {
        for (long memory : new long[] {10_000, 1L << 30}) {
          LocalEpochEngine engine = LocalEpochEngine.builder(verifiers)
              .threads(threads)
              .partitions(partitions)
              .memoryBytes(memory)
              .workFolder(scratch)
              .build();
          try (EpochOutcome outcome = engine.run(network.input())) {
            assertThat(told(outcome))
                .as(threads + " threads, " + partitions + " partitions, " + memory + " bytes")
                .isEqualTo(expected);
          }
        }
      }
    }
  }

  @Test
  void anEngineLeavesNothingOnDisk() throws Exception {
    busyEpoch();
    LocalEpochEngine engine = LocalEpochEngine.builder(sums())
        .memoryBytes(100_000)
        .workFolder(scratch)
        .build();
    try (EpochOutcome outcome = engine.run(network.input())) {
      assertThat(outcome.verdicts()).isNotEmpty();
      assertThat(scratchIsEmpty()).isFalse();
    }
    assertThat(scratchIsEmpty()).isTrue();
    EvidenceSource torn = visitor -> {
      for (int i = 0; i < 2000; i++) {
        visitor.visit(network.log.get(i));
      }
      throw new IOException("torn");
    };
    assertThatThrownBy(() -> engine.run(network.input().with(torn)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("torn");
    assertThat(scratchIsEmpty()).isTrue();
  }

  /** Evidence comes by device and number, each once, as often as the judge asks, although it does not fit into memory. */
  @Test
  void aGroupLargerThanMemoryStreamsToItsJudge() throws Exception {
    DeviceId one = network.enroll(0);
    DeviceId two = network.enroll(1);
    for (int i = 6000; i > 0; i--) {
      network.report(i % 3 == 0 ? one : two, i, SECOND, i % 1000);
    }
    network.report(one, 3, SECOND, 77);
    AtomicLong seen = new AtomicLong();
    ProofVerifiers verifiers = TallyNetwork.verifiers((group, evidence, before) -> {
      evidence.iterator().next();
      for (int round = 0; round < 2; round++) {
        seen.set(0);
        Attributed<Long> last = null;
        for (Attributed<Long> next : evidence) {
          seen.incrementAndGet();
          if (last != null && last.device().equals(next.device())) {
            assertThat(next.sequence()).isGreaterThan(last.sequence());
          } else if (last != null) {
            assertThat(next.device()).isGreaterThan(last.device());
          }
          assertThat(next.position()).isEqualTo(6000 - next.sequence());
          last = next;
        }
      }
      return TallyNetwork.sums(group, evidence, TallyNetwork.QUANTITY);
    });
    LocalEpochEngine engine = LocalEpochEngine.builder(verifiers)
        .memoryBytes(100_000)
        .workFolder(scratch)
        .build();
    try (EpochOutcome outcome = engine.run(network.input())) {
      assertThat(outcome.faults())
          .singleElement()
          .satisfies(fault -> assertThat(fault.reason()).isEqualTo(EpochFault.REPEATED_NUMBER));
      assertThat(seen).hasValue(6000);
      assertThat(outcome.verdicts()).hasSize(2);
    }
  }

  /** Two devices that sign absurd numbers stop no epoch. */
  @Test
  void aSumOfGroupsThatNoLongHoldsStaysAtTheLargest() throws Exception {
    DeviceId greedy = network.enroll(0);
    DeviceId modest = network.enroll(1);
    for (int group = 0; group < 3; group++) {
      network.report(greedy, SECOND, Long.MAX_VALUE / 1_000_000 * 1_000_000 - 1000 * group);
    }
    network.report(modest, SECOND, 5);
    try (EpochOutcome outcome = new LocalEpochEngine(sums()).run(network.input())) {
      assertThat(outcome.verdicts()).hasSize(4);
      assertThat(outcome.faults())
          .containsExactly(
              new EpochFault.OfDevice(greedy, TallyNetwork.KIND, EpochFault.SATURATED));
      assertThat(outcome.judged().contributions())
          .filteredOn(c -> c.device().equals(greedy))
          .singleElement()
          .satisfies(c -> assertThat(c.units()).isEqualTo(Long.MAX_VALUE));
      assertThat(TallyNetwork.paid(outcome, 0)).isEqualTo(999_999);
    }
  }

  /** A quantity is added over groups and shared by what each owner's time would have scored. */
  @Test
  void aQuantityIsAddedAndShared() throws Exception {
    DeviceId sold = network.enroll(0);
    network.report(sold, Duration.ofMinutes(1), 10);
    network.report(sold, Duration.ofMinutes(2), 1020);
    network.transfer(Duration.ofMinutes(15), sold, 1);
    network.report(sold, Duration.ofMinutes(30), 1040);
    try (EpochOutcome outcome = new LocalEpochEngine(sums()).run(network.input())) {
      assertThat(outcome.judged().contributions()).singleElement().satisfies(c -> {
        assertThat(c.units()).isEqualTo(10 + 1020 + 1040);
        assertThat(c.owners().shares()).extracting(s -> s.weight()).containsExactly(1030L, 1040L);
      });
    }
  }

  /** An attribute of the device is neither added nor split: its owners share by time. */
  @Test
  void anAttributeIsNeitherAddedNorSplit() throws Exception {
    ScoreType tier = ScoreType.attribute("tier");
    DeviceId sold = network.enroll(0);
    network.report(sold, Duration.ofMinutes(1), 10);
    network.report(sold, Duration.ofMinutes(2), 1020);
    network.transfer(Duration.ofMinutes(15), sold, 1);
    ProofVerifiers verifiers = TallyNetwork.verifiers(
        tier, (group, evidence, before) -> TallyNetwork.sums(group, evidence, tier));
    try (EpochOutcome outcome = new LocalEpochEngine(verifiers).run(network.input())) {
      assertThat(outcome.judged().contributions()).singleElement().satisfies(c -> {
        assertThat(c.units()).isEqualTo(1020);
        assertThat(c.owners().shares())
            .extracting(s -> s.weight())
            .containsExactly(15 * 60_000L, 45 * 60_000L);
      });
      assertThat(TallyNetwork.paid(outcome, 0)).isEqualTo(250_000);
    }
  }

  @Test
  void aVerifierThatFailsCostsItsGroupAlone() throws Exception {
    DeviceId device = network.enroll(0);
    for (int group = 0; group < 6; group++) {
      network.report(device, SECOND, 1000 * group + 1);
    }
    ProofVerifiers verifiers = TallyNetwork.verifiers((group, evidence, before) -> {
      Judgement judgement = TallyNetwork.sums(group, evidence, TallyNetwork.QUANTITY);
      Verdict good = judgement.verdicts().get(0);
      return switch (group.text()) {
        case "group:1" -> throw new IllegalArgumentException("on purpose");
        case "group:2" -> Judgement.of(List.of(good, good));
        case "group:3" ->
          Judgement.of(List.of(
              new Verdict(device, new ProofKind("other/1"), group, good.score(), List.of())));
        case "group:4" ->
          Judgement.of(List.of(new Verdict(
              device, good.kind(), group, ScoreType.attribute("point").of(9), List.of())));
        case "group:5" ->
          Judgement.of(List.of(new Verdict(
              device, good.kind(), new GroupKey("elsewhere"), good.score(), List.of())));
        default -> judgement;
      };
    });
    try (EpochOutcome outcome = new LocalEpochEngine(verifiers).run(network.input())) {
      assertThat(outcome.verdicts()).hasSize(1);
      assertThat(outcome.faults())
          .hasSize(5)
          .contains(new EpochFault.OfGroup(
              TallyNetwork.KIND, new GroupKey("group:1"), EpochFault.VERIFIER_FAILED));
    }
    ProofVerifiers broken = TallyNetwork.verifiers((group, evidence, before) -> {
      throw new AssertionError("an error is not the evidence's");
    });
    assertThatThrownBy(() -> new LocalEpochEngine(broken).run(network.input()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("an error is not");
  }

  /** A state is kept until a judge changes it, ages without evidence, and is gone when it is empty. */
  @Test
  void whatAJudgeRemembersReachesTheNextEpoch() throws Exception {
    DeviceId device = network.enroll(0);
    network.report(device, SECOND, 1);
    network.report(device, SECOND, 1001);
    ProofVerifiers verifiers = TallyNetwork.verifiers((group, evidence, before) -> {
      long age = Long.parseLong(before.values().getOrDefault("age", "0"));
      boolean silent = !evidence.iterator().hasNext();
      GroupState after = group.text().equals("group:1") && silent
          ? GroupState.EMPTY
          : GroupState.of(Map.of("age", Long.toString(age + 1)));
      Judgement judgement = TallyNetwork.sums(group, evidence, TallyNetwork.QUANTITY);
      return group.text().equals("group:0") && age == 2
          ? judgement
          : judgement.with(Map.of(group, after));
    });
    LocalEpochEngine engine = new LocalEpochEngine(verifiers);
    SettlementState state = SettlementState.GENESIS;
    List<Map<String, String>> remembered = new ArrayList<>();
    for (int epoch = 0; epoch < 4; epoch++) {
      try (EpochOutcome outcome = engine.run(network.input(state))) {
        state = outcome.after();
      }
      network.log.clear();
      Map<String, String> ages = new TreeMap<>();
      state
          .proofs()
          .byKind()
          .getOrDefault(TallyNetwork.KIND, new TreeMap<>())
          .forEach((key, value) -> ages.put(key.text(), value.values().toString()));
      remembered.add(ages);
      assertThat(SettlementState.parse(state.toJson())).isEqualTo(state);
    }
    assertThat(remembered)
        .containsExactly(
            Map.of("group:0", "{age=1}", "group:1", "{age=1}"),
            Map.of("group:0", "{age=2}"),
            Map.of("group:0", "{age=2}"),
            Map.of("group:0", "{age=2}"));
  }

  @Test
  void verdictsAndContributionsComeInOrder() throws Exception {
    ProofVerifiers verifiers = busyEpoch();
    try (EpochOutcome outcome = new LocalEpochEngine(verifiers).run(network.input())) {
      assertThat(Lists.newArrayList(outcome.verdicts()))
          .isSortedAccordingTo(JudgedEpoch.VERDICTS)
          .hasSizeGreaterThan(99);
      assertThat(Lists.newArrayList(outcome.judged().contributions())).isSorted();
      assertThat(StreamSupport.stream(outcome.faults().spliterator(), false)
              .map(fault -> fault.getClass().getSimpleName())
              .distinct())
          .containsExactly("OfReport", "OfGroup");
    }
  }

  @Test
  void whatDoesNotFitIntoABundleCostsItsGroupAlone() throws Exception {
    DeviceId device = network.enroll(0);
    for (int group = 0; group < 3; group++) {
      network.report(device, SECOND, 1000 * group + 1);
    }
    ProofVerifiers verifiers = TallyNetwork.verifiers((group, evidence, before) -> {
      Judgement good = TallyNetwork.sums(group, evidence, TallyNetwork.QUANTITY);
      Finding loud = Finding.of(
          new ReasonCode("tally.loud"), Severity.INFO, Map.of("said", "x".repeat(1 << 20)));
      Verdict verdict = good.verdicts().get(0);
      return switch (group.text()) {
        case "group:1" -> good.with(Map.of(group, GroupState.of(Map.of("half", "\ud800"))));
        case "group:2" ->
          Judgement.of(
              List.of(new Verdict(device, verdict.kind(), group, verdict.score(), List.of(loud))));
        default -> good;
      };
    });
    try (EpochOutcome outcome = new LocalEpochEngine(verifiers).run(network.input())) {
      assertThat(outcome.verdicts()).hasSize(1);
      assertThat(outcome.faults()).hasSize(2);
    }
  }

  @Test
  void aRowThatCannotBeReadIsAFault() throws Exception {
    DeviceId device = network.enroll(0);
    network.report(device, SECOND, 1);
    Table<String, Integer> table = new Table<>(
        "boosts",
        "cell, factor",
        "What a cell is worth.",
        (key, value) -> Map.entry(key, Integer.parseInt(value)));
    TallyNetwork.Verifier plain = new TallyNetwork.Verifier(
        TallyNetwork.QUANTITY,
        (group, evidence, before) -> TallyNetwork.sums(group, evidence, TallyNetwork.QUANTITY),
        List.of(table));
    Tables tables = Tables.NONE.with("boosts", new TreeMap<>(Map.of("a", "2", "b", "two")));
    EpochInput input = network.input().with(tables);
    LocalEpochEngine engine = new LocalEpochEngine(ProofVerifiers.of(List.of(plain)));
    try (EpochOutcome outcome = engine.run(input)) {
      assertThat(outcome.faults())
          .containsExactly(new EpochFault.OfRow("boosts", "b", EpochFault.UNREADABLE_ROW));
      EpochBundle.write(scratch.resolve("epoch-0"), Publication.FIRST, input, outcome);
      assertThat(EpochBundle.open(scratch.resolve("epoch-0")).input().tables()).isEqualTo(tables);
    }
  }
}
