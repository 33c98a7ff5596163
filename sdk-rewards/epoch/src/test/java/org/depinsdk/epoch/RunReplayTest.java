package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.depinsdk.core.beacon.VerifiedBeacon;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.epoch.Correction.What;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.proofs.sanctions.SanctionLedger;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.EpochFacts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles that follow each other, and compensations between them. */
class RunReplayTest {
  private static final LocalEpochEngine ENGINE = new LocalEpochEngine(ProofVerifiers.load());

  @TempDir
  Path folder;

  private final TestNetwork network = new TestNetwork(11);
  private final List<DeviceId> devices = new ArrayList<>();
  private SettlementState state = SettlementState.GENESIS;

  @BeforeEach
  void settleThreeEpochs() throws Exception {
    devices.add(network.enroll(0));
    devices.add(network.enroll(1));
    for (int epoch = 0; epoch < 3; epoch++) {
      settle(epoch);
    }
  }

  /** The first device is heard in six of twelve intervals, the second in all. */
  private void settle(int epoch) throws Exception {
    int begin = network.log.size();
    for (int i = 0; i < 12; i++) {
      Duration at = Duration.ofHours(epoch).plusMinutes(5L * i + 1);
      for (DeviceId device : devices) {
        if (!device.equals(devices.get(0)) || i < 6) {
          network.heartbeat(device, 100L * epoch + i + 1, at);
        }
      }
      if (epoch == 1 && i == 3) {
        network.change(
            at.plusSeconds(9),
            devices.get(1),
            new RegistryChange.Transferred(TestNetwork.operator(2)));
      }
    }
    List<LoggedReport> log = List.copyOf(network.log.subList(begin, network.log.size()));
    write(input(epoch, network.registry.view(), log));
  }

  private EpochInput input(int epoch, RegistryView registry, List<LoggedReport> log) {
    return new EpochInput(
        TestNetwork.policy(),
        VerifiedBeacon.demo(TestNetwork.SCHEDULE.at(epoch), new byte[32]),
        EpochFacts.of(TestNetwork.SCHEDULE.at(epoch)),
        registry,
        EvidenceSource.of(log),
        state);
  }

  private void write(EpochInput input) throws Exception {
    try (EpochOutcome outcome = ENGINE.run(input)) {
      long epoch = input.epoch().index();
      EpochBundle.write(bundle(epoch), publication(epoch), input, outcome);
      state = outcome.after();
    }
  }

  private Publication publication(long epoch) throws BundleException {
    return epoch == 0
        ? Publication.FIRST
        : Publication.after(EpochBundle.open(bundle(epoch - 1)).manifest());
  }

  private Path bundle(long epoch) {
    return folder.resolve("epoch-" + epoch);
  }

  private List<Path> bundles(int count) {
    return IntStream.range(0, count).mapToObj(this::bundle).toList();
  }

  private Optional<RunReplay.Finding> replay() throws Exception {
    return new RunReplay(ENGINE).replay(List.of(RunFolder.open(folder)), step -> {});
  }

  private void assertDifferent(String part, String detail) throws Exception {
    assertThat(replay()).hasValueSatisfying(finding -> {
      assertThat(finding.different().part()).isEqualTo(part);
      assertThat(finding.different().detail()).contains(detail);
    });
  }

  /** Another last epoch, made by whoever has our own engine. */
  private void lie(EpochInput input) throws Exception {
    BundleFiles.deleteTree(bundle(2));
    state = EpochBundle.open(bundle(1)).after();
    write(input);
    assertThat(new BundleReplay(ENGINE).replay(bundle(2))).isInstanceOf(ReplayResult.Same.class);
  }

  private EpochInput last() throws Exception {
    return EpochBundle.open(bundle(2)).input();
  }

  /** The input of the last epoch with its log in memory, so that the bundle can be replaced. */
  private static EpochInput held(EpochInput input) throws Exception {
    List<LoggedReport> log = new ArrayList<>();
    input.evidence().forEach(log::add);
    return input.with(EvidenceSource.of(log));
  }

  private static EpochInput with(EpochInput input, List<RegistryRecord> records) throws Exception {
    return new EpochInput(
        input.policy(),
        input.beacon(),
        input.facts(),
        RegistryView.of(records),
        input.evidence(),
        input.before());
  }

  @Test
  void bundlesThatFollowEachOtherReplay() throws Exception {
    List<RunReplay.Step> steps = new ArrayList<>();
    assertThat(new RunReplay(ENGINE).replay(List.of(RunFolder.open(folder)), steps::add))
        .isEmpty();
    assertThat(steps).hasSize(3).allMatch(RunReplay.Step.Epoch.class::isInstance);
    // a later bundle holds how the registry stood, and not how that came about
    assertThat(Files.readString(bundle(2).resolve("registry.jsonl")))
        .contains("\"enrolled\"", "\"transferred\"");
    assertThat(bundle(2).resolve("registry-changes.jsonl")).isEmptyFile();
    assertThat(bundle(0).resolve("registry.jsonl")).isEmptyFile();
  }

  @Test
  void aRegistryThatContradictsTheBundleBeforeIsFound() throws Exception {
    EpochInput honest = held(last());
    List<RegistryRecord> records = new ArrayList<>(honest.registry().records());
    RegistryRecord first = records.get(0);
    RegistryChange.Enrolled enrolled = (RegistryChange.Enrolled) first.change();
    records.set(
        0,
        new RegistryRecord(
            first.index(),
            first.at(),
            first.device(),
            new RegistryChange.Enrolled(
                enrolled.key(),
                TestNetwork.operator(66),
                enrolled.deviceClass(),
                enrolled.cell())));
    lie(with(honest, records));
    assertDifferent("registry.jsonl", "differs between the bundles of both epochs");
  }

  @Test
  void aSaleDatedBackIntoAClosedEpochIsFound() throws Exception {
    EpochInput honest = held(last());
    List<RegistryRecord> records = new ArrayList<>(honest.registry().records());
    records.add(new RegistryRecord(
        records.get(records.size() - 1).index() + 1,
        TestNetwork.SCHEDULE.at(2).start().plusSeconds(60),
        devices.get(0),
        new RegistryChange.Transferred(TestNetwork.operator(66))));
    lie(with(honest, records));
    assertDifferent("registry-changes.jsonl", "before epoch 1 was closed");
  }

  @Test
  void aSanctionDatedBackIntoAClosedEpochIsFound() throws Exception {
    Instant at = TestNetwork.GENESIS.plus(Duration.ofMinutes(90));
    SanctionLedger ledger = SanctionLedger.EMPTY.with(new SanctionEvent.Imposed(
        at,
        1,
        devices.get(0),
        new ReasonCode("location.teleport"),
        List.of(ReportId.ofSignedBytes(new byte[] {1})),
        at.plus(Duration.ofDays(30)),
        Duration.ofDays(7),
        new TreeSet<>()));
    lie(held(last()).with(ledger));
    assertDifferent("sanctions.jsonl", "before epoch 1 was closed");
  }

  @Test
  void aPremineBeforeEpochZeroIsFound() throws Exception {
    BundleFiles.deleteTree(folder);
    Files.createDirectory(folder);
    TreeMap<OperatorId, TokenAmount> premine = new TreeMap<>();
    premine.put(TestNetwork.operator(66), TokenAmount.of(1_000_000));
    state = new SettlementState(0, "", new TreeMap<>(), premine, ProofStates.NONE);
    write(input(0, network.registry.view(), List.of()));
    assertDifferent("before.json", "epoch 0 does not begin with nothing");
  }

  @Test
  void aBundleThatDoesNotContinueIsFound() throws Exception {
    BundleFiles.deleteTree(bundle(1));
    assertDifferent("manifest.json", "the bundle of epoch 1 is missing");
  }

  @Test
  void aBundleThatFollowsAnotherOneIsFound() throws Exception {
    BundleManifest good = EpochBundle.open(bundle(1)).manifest();
    BundleManifest lie = new BundleManifest(
        good.network(),
        good.epoch(),
        Optional.of("00".repeat(32)),
        good.policyId(),
        good.root(),
        good.parts());
    Files.write(bundle(1).resolve(BundleManifest.FILE), lie.toJson());
    assertDifferent("manifest.json", "follows the bundle 0000");
    // nor can its successor hide it
    Files.write(
        bundle(1).resolve(BundleManifest.FILE),
        new BundleManifest(
                good.network(),
                good.epoch(),
                Optional.empty(),
                good.policyId(),
                good.root(),
                good.parts())
            .toJson());
    assertDifferent("manifest.json", "names no bundle that it follows");
  }

  @Test
  void aRecordThatIsLeftOutIsFound() throws Exception {
    BundleFiles.deleteTree(bundle(2));
    EpochInput honest = held(EpochBundle.open(bundle(1)).input());
    BundleFiles.deleteTree(bundle(1));
    state = EpochBundle.open(bundle(0)).after();
    List<RegistryRecord> records = new ArrayList<>(honest.registry().records());
    RegistryRecord sale = records.remove(records.size() - 1);
    records.add(new RegistryRecord(sale.index() + 1, sale.at(), sale.device(), sale.change()));
    write(with(honest, records));
    assertDifferent("registry-changes.jsonl", "record 4 is missing");
  }

  @Test
  void aWindowThatGrowsByMoreThanAnEpochIsNoDifference() throws Exception {
    BundleFiles.deleteTree(bundle(2));
    state = EpochBundle.open(bundle(1)).after();
    NetworkPolicy policy = TestNetwork.policy();
    AdmissionRules wider = new AdmissionRules(
        TestNetwork.NAME, TestNetwork.SCHEDULE, Duration.ofMinutes(150), Duration.ofMinutes(30));
    EpochInput input = input(2, network.registry.view(), List.of());
    write(input.with(
        new NetworkPolicy(wider, policy.provenance(), policy.proofs(), policy.rewards())));
    assertThat(bundle(2).resolve("registry-changes.jsonl")).isNotEmptyFile();
    assertThat(replay()).isEmpty();
  }

  private static Correction correction(Correction.Item... items) {
    return new Correction(TestNetwork.NAME, List.of(items));
  }

  private Correction.Item item(long epoch, int device, What what, long units) {
    return new Correction.Item(
        epoch,
        devices.get(device),
        UptimeVerifier.KIND,
        what,
        units,
        Optional.empty(),
        "the gateway slept");
  }

  private What verdict(int device) {
    return new What.Verdict(GroupKey.device(devices.get(device)));
  }

  /** A verdict is corrected where it stands; one that does not stand there is no correction. */
  @Test
  void aVerdictThatDoesNotExistIsNotCorrected() throws Exception {
    RecordedRun run = RecordedRun.read(bundles(3));
    Compensation own = Compensation.of(run, correction(item(0, 0, verdict(0), 12)));
    assertThat(own.changes()).singleElement().satisfies(change -> {
      assertThat(change.recordedUnits()).isEqualTo(6);
      assertThat(change.correctedUnits()).isEqualTo(12);
    });
    for (GroupKey wrong :
        List.of(new GroupKey("device:dev-misspelt"), GroupKey.device(devices.get(1)))) {
      assertThatThrownBy(
              () -> Compensation.of(run, correction(item(0, 0, new What.Verdict(wrong), 12))))
          .isInstanceOf(EncodingException.class)
          .hasMessageContaining("has no verdict of uptime/1 in group " + wrong)
          .hasMessageContaining("it has verdicts in [device:" + devices.get(0) + "]")
          .hasMessageContaining("\"added\"");
    }
    GroupKey more = new GroupKey("more");
    assertThat(Compensation.of(run, correction(item(0, 0, new What.Added(more), 2)))
            .changes())
        .singleElement()
        .satisfies(change -> assertThat(change.correctedUnits()).isEqualTo(8));
    assertThatThrownBy(() -> Compensation.of(
            run, correction(item(0, 0, new What.Added(GroupKey.device(devices.get(0))), 2))))
        .hasMessageContaining("to replace it, write \"verdict\"");
    assertThatThrownBy(() ->
            Compensation.of(run, correction(item(0, 0, verdict(0), 7), item(0, 0, verdict(0), 8))))
        .hasMessageContaining("corrections[1]: ")
        .hasMessageContaining("corrected twice");
  }

  @Test
  void aCorrectionFileKeepsItsValue() throws Exception {
    Correction all = correction(
        item(0, 0, new What.Contribution(), 3),
        item(1, 0, verdict(0), 4),
        item(2, 0, new What.Added(new GroupKey("more")), 5));
    assertThat(Correction.parse(all.toJson())).isEqualTo(all);
  }

  private static TokenAmount sum(Iterable<TokenAmount> amounts) {
    TokenAmount sum = TokenAmount.ZERO;
    for (TokenAmount amount : amounts) {
      sum = sum.plus(amount);
    }
    return sum;
  }

  /** The run goes on from a compensation; what-if and a second compensation take it into account. */
  @Test
  void theRunGoesOnFromACompensation() throws Exception {
    RecordedRun before = RecordedRun.read(bundles(3));
    Compensation first =
        Compensation.of(before, correction(item(1, 0, new What.Contribution(), 12)));
    assertThat(first.topUps()).containsOnlyKeys(TestNetwork.operator(0));
    CompensationFiles.write(first, folder.resolve("compensation-3"));
    state = first.after();
    settle(3);
    List<RunReplay.Step> steps = new ArrayList<>();
    assertThat(new RunReplay(ENGINE).replay(List.of(RunFolder.open(folder)), steps::add))
        .isEmpty();
    assertThat(steps.get(3))
        .isInstanceOfSatisfying(
            RunReplay.Step.Compensated.class, paid -> assertThat(paid.next()).isEqualTo(3));

    RecordedRun run = RecordedRun.read(bundles(4));
    WhatIf same = WhatIf.of(run, TestNetwork.policy().rewards(), true);
    assertThat(same.operators().values()).allMatch(d -> d.change().signum() == 0);
    assertThat(same.unallocated().change().signum()).isZero();

    // the same correction again owes nothing more
    Compensation again = Compensation.of(run, correction(item(1, 0, new What.Contribution(), 12)));
    assertThat(again.topUps()).isEmpty();
    assertThat(again.after().lifetime()).isEqualTo(state.lifetime());
    // an epoch in front of the one that was corrected: both corrections stand, the first is not
    // paid again
    Compensation second = Compensation.of(run, correction(item(0, 0, new What.Contribution(), 12)));
    Compensation both = Compensation.of(
        before,
        correction(
            item(0, 0, new What.Contribution(), 12), item(1, 0, new What.Contribution(), 12)));
    assertThat(sum(second.topUps().values()).plus(sum(first.topUps().values())))
        .isEqualTo(sum(both.topUps().values()));
    CompensationFiles.write(second, folder.resolve("compensation-4"));
    state = second.after();
    settle(4);
    assertThat(replay()).isEmpty();

    // a compensation that somebody changed afterwards is found
    Path record = folder.resolve("compensation-3").resolve("after.json");
    Files.writeString(record, Files.readString(record).replaceFirst("\": \"1", "\": \"2"));
    assertThat(replay())
        .hasValueSatisfying(
            finding -> assertThat(finding.folder()).endsWithRaw(Path.of("compensation-3")));
  }
}
