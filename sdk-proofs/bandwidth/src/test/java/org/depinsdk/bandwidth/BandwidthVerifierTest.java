package org.depinsdk.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.testkit.TestEngine;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.depinsdk.proofs.testkit.VerifierLaws;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class BandwidthVerifierTest {
  private final BandwidthScene scene = new BandwidthScene();

  private void verdict(long units, String... codes) {
    Verdict verdict = scene.verdict(Map.of());
    assertThat(TestNetwork.codes(verdict)).contains(codes);
    assertThat(verdict.score().units()).isEqualTo(units);
  }

  // 80 Mbit/s of the 120 that were offered; a third may lie
  private TestPlan measured() {
    TestPlan plan = scene.plan();
    scene.report(scene.coordinator, plan);
    scene.seen(plan, scene.prover, 133);
    return plan;
  }

  @Test
  void paysWhatIsCertainAndNamesTheRest() {
    measured();
    Verdict verdict = scene.verdict(Map.of());
    assertThat(verdict.score().units()).isEqualTo(53_200);
    assertThat(verdict.findings().stream()
            .filter(f -> f.code().equals(BandwidthReasons.MEASURED))
            .findFirst()
            .orElseThrow()
            .facts())
        .containsEntry("guaranteed", "53200")
        .containsEntry("available", "79800")
        .containsEntry("claimed", "100000")
        .containsEntry("corrupted", "2")
        .containsEntry("latency-micros", "21000")
        .containsEntry("lost-permille", "0");
    assertThat(TestNetwork.codes(verdict)).contains("bandwidth.below-claim", "bandwidth.proven");
    assertThat(scene.verdict(Map.of("discount", "proof-of-backhaul")).score().units())
        .isEqualTo(39_900);
  }

  /** Grass: B (1 - kL L / Lmax), for 53,200 kbit/s and 21 ms. */
  @Test
  void latencyTakesOffItsShare() {
    measured();
    assertThat(scene.verdict(BandwidthPresets.GRASS.settings()).score().units())
        .isEqualTo(53_200 * (1_000 - 21) / 1_000);
    assertThat(scene
            .verdict(Map.of("latency-weight", "50", "latency-limit", "PT0.1S"))
            .score()
            .units())
        .isEqualTo(47_614);
    // beyond the limit no more than the weight
    assertThat(scene
            .verdict(Map.of("latency-weight", "50", "latency-limit", "PT0.01S"))
            .score()
            .units())
        .isEqualTo(26_600);
  }

  @Test
  void twoLiarsOfSixGainNothing() {
    TestPlan plan = scene.plan();
    scene.report(scene.coordinator, plan);
    for (int i = 0; i < 6; i++) {
      scene.report(
          plan.challengers().get(i), BandwidthScene.claim(plan, scene.prover, i < 2 ? 200 : 100));
    }
    verdict(40_000, "bandwidth.measured");
  }

  @Test
  void whereAllArrivedTheVerdictIsAtLeastAndNeverMoreThanTheClaim() {
    TestPlan plan = scene.plan();
    scene.report(scene.coordinator, plan);
    scene.seen(plan, scene.prover, 200);
    Verdict verdict = scene.verdict(Map.of());
    assertThat(TestNetwork.codes(verdict))
        .contains("bandwidth.at-least")
        .doesNotContain("bandwidth.below-claim");
    assertThat(verdict.score().units()).isEqualTo(80_000);
    scene.links.put(scene.prover.text(), scene.prover.text() + ";50000");
    assertThat(scene.verdict(Map.of()).score().units()).isEqualTo(50_000);
  }

  @Test
  void anAbsentProverIsToldFromFailedChallengers() {
    TestPlan plan = scene.plan();
    scene.report(scene.coordinator, plan);
    scene.report(plan.challengers().get(0), BandwidthScene.absent(plan, scene.prover));
    verdict(0, "bandwidth.challengers-failed");
    assertThat(scene.judge(Map.of()).state()).isEmpty();
    plan.challengers()
        .subList(1, 5)
        .forEach(one -> scene.report(one, BandwidthScene.absent(plan, scene.prover)));
    verdict(0, "bandwidth.absent");
    assertThat(scene.judge(Map.of()).state()).hasSize(1);
  }

  @Test
  void withoutAPlanNothingIsJudged() {
    scene.seen(scene.plan(), scene.prover, 133);
    assertThat(scene.judge(Map.of()).verdicts()).isEmpty();
  }

  @Test
  void twoChallengersMayFail() {
    TestPlan plan = scene.plan();
    scene.report(scene.coordinator, plan);
    plan.challengers()
        .subList(0, 4)
        .forEach(one -> scene.report(one, BandwidthScene.claim(plan, scene.prover, 150)));
    verdict(30_000, "bandwidth.measured");
  }

  @Test
  void plansAreThoseOfTheDraw() {
    TestPlan plan = measured();
    scene.evidence.removeIf(one -> one.evidence() instanceof TestPlan);
    List<DeviceId> turned = new ArrayList<>(plan.challengers());
    Collections.swap(turned, 0, 1);
    TestPlan other = copy(plan, turned, plan.drawProof());
    scene.report(scene.coordinator, other);
    assertThat(TestNetwork.codes(scene.verdict(Map.of())))
        .containsExactly("bandwidth.not-drawn", "bandwidth.too-few-tests");
    scene.evidence.removeIf(one -> one.evidence() instanceof TestPlan);
    scene.report(scene.coordinator, copy(plan, plan.challengers(), new byte[80]));
    verdict(0, "bandwidth.draw-unproven");
    scene.evidence.removeIf(one -> one.evidence() instanceof TestPlan);
    scene.report(scene.pool.get(0), plan);
    verdict(0, "bandwidth.not-a-coordinator");
    scene.evidence.removeIf(one -> one.evidence() instanceof TestPlan);
    scene.report(scene.coordinator, later(plan, Duration.ofSeconds(61)));
    verdict(0, "bandwidth.wrong-time");
    scene.report(scene.coordinator, plan);
    verdict(53_200, "bandwidth.wrong-time", "bandwidth.measured");
    scene.report(scene.coordinator, later(plan, Duration.ofSeconds(1)));
    verdict(0, "bandwidth.plan-conflict");
  }

  private static TestPlan copy(TestPlan plan, List<DeviceId> challengers, byte[] proof) {
    return new TestPlan(
        plan.test(),
        plan.start(),
        plan.packetBytes(),
        plan.packetsPerBin(),
        plan.bins(),
        plan.binMicros(),
        challengers,
        plan.provers(),
        proof);
  }

  private static TestPlan later(TestPlan plan, Duration by) {
    return new TestPlan(
        plan.test(),
        plan.start().plus(by),
        plan.packetBytes(),
        plan.packetsPerBin(),
        plan.bins(),
        plan.binMicros(),
        plan.challengers(),
        plan.provers(),
        plan.drawProof());
  }

  @Test
  void challengersOfTheProversOperatorAreNotDrawn() {
    TestPlan plan = measured();
    DeviceId own = plan.challengers().get(0);
    scene.change(own, new RegistryChange.Transferred(TestNetwork.operator(1)));
    verdict(0, "bandwidth.not-drawn");
    assertThat(scene.plan().challengers()).doesNotContain(own);
  }

  @Test
  void slowChallengersAreNotDrawn() {
    TestPlan plan = scene.plan();
    DeviceId slow = plan.challengers().get(0);
    scene.capacities.put(slow.text(), "19999");
    scene.report(scene.coordinator, plan);
    scene.seen(plan, scene.prover, 133);
    verdict(0, "bandwidth.not-drawn");
  }

  private void claimIsLeftOut(String code, TestPlan plan, ObservedTraffic claim) {
    scene.report(plan.challengers().get(0), claim);
    Map<String, String> settings = Map.of("places", "checked", "max-round-trip", "PT0.05S");
    Verdict verdict = scene.verdict(settings);
    assertThat(TestNetwork.codes(verdict)).contains(code);
    // what this challenger saw counts as nothing
    assertThat(verdict.score().units()).isEqualTo(39_900);
    scene.evidence.remove(scene.evidence.size() - 1);
  }

  @Test
  void claimsThatCannotBeAreLeftOut() {
    TestPlan plan = scene.plan();
    scene.report(scene.coordinator, plan);
    plan.challengers()
        .subList(1, 6)
        .forEach(one -> scene.report(one, BandwidthScene.claim(plan, scene.prover, 133)));
    ObservedTraffic good = BandwidthScene.claim(plan, scene.prover, 133);
    int second = (int) plan.micros();
    ObservedTraffic.Ping ping = good.ping();
    claimIsLeftOut("bandwidth.impossible", plan, BandwidthScene.claim(plan, scene.prover, 201));
    claimIsLeftOut(
        "bandwidth.impossible", plan, claim(good, 0, second, 0, ping, List.of(133, 133)));
    claimIsLeftOut(
        "bandwidth.wrong-window", plan, claim(good, 100_001, second, 0, ping, good.delivered()));
    claimIsLeftOut(
        "bandwidth.wrong-window", plan, claim(good, 0, 1_500_001, 0, ping, good.delivered()));
    claimIsLeftOut(
        "bandwidth.missed-schedule", plan, claim(good, 0, second, 101, ping, good.delivered()));
    // Frankfurt and Vienna are 600 km apart, for which light takes 4 ms there and back
    claimIsLeftOut(
        "bandwidth.faster-than-light",
        plan,
        claim(
            good, 0, second, 0, new ObservedTraffic.Ping(3_500, 3_500, 0, 1, 1), good.delivered()));
    claimIsLeftOut(
        "bandwidth.too-far",
        plan,
        claim(
            good,
            0,
            second,
            0,
            new ObservedTraffic.Ping(50_001, 60_000, 0, 1, 1),
            good.delivered()));
    scene.report(
        scene.pool.stream()
            .filter(one -> !plan.challengers().contains(one))
            .findFirst()
            .orElseThrow(),
        good);
    assertThat(TestNetwork.codes(scene.verdict(Map.of()))).contains("bandwidth.not-a-challenger");
    scene.report(plan.challengers().get(0), good);
    scene.report(plan.challengers().get(0), BandwidthScene.claim(plan, scene.prover, 140));
    verdict(39_900, "bandwidth.claim-conflict");
  }

  private static ObservedTraffic claim(
      ObservedTraffic like,
      int start,
      int elapsed,
      int late,
      ObservedTraffic.Ping ping,
      List<Integer> delivered) {
    return new ObservedTraffic(
        like.test(), like.prover(), true, start, elapsed, late, ping, delivered, like.answer());
  }

  @Test
  void proversBehindOneLinkAreMeasuredTogetherAndPaidOnce() {
    scene.links.put(scene.prover.text(), "street-7;100000");
    scene.links.put(scene.neighbour.text(), "street-7;100000");
    TestPlan both = scene.plan(0, 0, Direction.DOWNLOAD, scene.prover, scene.neighbour);
    scene.report(scene.coordinator, both);
    scene.seen(both, scene.prover, 66);
    scene.seen(both, scene.neighbour, 66);
    List<Verdict> verdicts = scene.judge(Map.of()).verdicts();
    assertThat(verdicts).hasSize(2);
    long sum = verdicts.stream().mapToLong(v -> v.score().units()).sum();
    assertThat(sum).isEqualTo(52_800).isLessThan(80_000);
    // a test of one alone does not count
    scene.evidence.clear();
    TestPlan alone = scene.plan(0, 0, Direction.DOWNLOAD, scene.prover);
    scene.report(scene.coordinator, alone);
    scene.seen(alone, scene.prover, 133);
    verdict(0, "bandwidth.not-together");
  }

  // the first alone, the second alone, both, of one time of the draw
  private List<TestPlan> pairTests(int time) {
    DeviceId[] both = {scene.prover, scene.neighbour};
    Arrays.sort(both);
    List<TestPlan> plans = List.of(
        scene.plan(0, "pair-1", 3 * time, time, Direction.DOWNLOAD, both[0]),
        scene.plan(0, "pair-1", 3 * time + 1, time, Direction.DOWNLOAD, both[1]),
        scene.plan(0, "pair-1", 3 * time + 2, time, Direction.DOWNLOAD, both));
    plans.forEach(plan -> scene.report(scene.coordinator, plan));
    return plans;
  }

  private void seenAloneAndTogether(List<TestPlan> plans, int alone, int together) {
    for (TestPlan plan : plans) {
      plan.provers()
          .forEach(
              prover -> scene.seen(plan, prover, plan.provers().size() == 1 ? alone : together));
    }
  }

  @Test
  void twoProversBehindOneLinkThatNobodyKnewAreFoundAndThenPaidOnce() {
    // each gets all of the link alone
    for (DeviceId prover : List.of(scene.prover, scene.neighbour)) {
      TestPlan plan = scene.plan(0, 0, Direction.DOWNLOAD, prover);
      scene.report(scene.coordinator, plan);
      scene.seen(plan, prover, 133);
    }
    assertThat(sum(scene.judge(Map.of()).verdicts())).isEqualTo(2 * 53_200);
    seenAloneAndTogether(pairTests(0), 133, 66);
    List<Verdict> verdicts = scene.judge(Map.of()).verdicts();
    assertThat(verdicts.stream()
            .filter(verdict -> verdict.group().text().equals("link:pair-1"))
            .flatMap(verdict -> verdict.findings().stream())
            .filter(finding -> finding.code().equals(BandwidthReasons.SHARES_LINK))
            .map(finding -> finding.facts().get("with")))
        .containsExactlyInAnyOrder(scene.prover.text(), scene.neighbour.text());
    LinkPair.joined(LinkMember.LINKS.rows(scene.context(Map.of()).tables()), verdicts)
        .forEach((device, member) -> scene.links.put(device.text(), member.text()));
    scene.evidence.clear();
    DeviceId[] both = {scene.prover, scene.neighbour};
    Arrays.sort(both);
    TestPlan together = scene.plan(0, 0, Direction.DOWNLOAD, both);
    scene.report(scene.coordinator, together);
    scene.seen(together, scene.prover, 66);
    scene.seen(together, scene.neighbour, 66);
    assertThat(sum(scene.judge(Map.of()).verdicts())).isEqualTo(52_800);
  }

  private static long sum(List<Verdict> verdicts) {
    return verdicts.stream().mapToLong(verdict -> verdict.score().units()).sum();
  }

  @Test
  void twoLinksAreNotTakenForOneAlsoIfAThirdOfTheChallengersSaysSo() {
    List<TestPlan> plans = pairTests(0);
    TestPlan both = plans.get(2);
    seenAloneAndTogether(plans.subList(0, 2), 133, 0);
    for (DeviceId prover : both.provers()) {
      for (int i = 0; i < 6; i++) {
        scene.report(
            both.challengers().get(i), BandwidthScene.claim(both, prover, i < 2 ? 0 : 133));
      }
    }
    assertThat(scene.judge(Map.of()).verdicts())
        .hasSize(2)
        .allSatisfy(verdict ->
            assertThat(TestNetwork.codes(verdict)).containsExactly("bandwidth.own-link"));
  }

  @Test
  void aPairIsComparedOnlyIfAllThreeOfItsTestsCount() {
    List<TestPlan> plans = pairTests(0);
    seenAloneAndTogether(plans.subList(1, 3), 133, 66);
    assertThat(scene.judge(Map.of()).verdicts()).isEmpty();
    // the first of another time belongs to another comparison
    seenAloneAndTogether(pairTests(1).subList(0, 1), 133, 66);
    assertThat(scene.judge(Map.of()).verdicts()).isEmpty();
  }

  @Test
  void neighboursAreThoseOfOnePrefix() throws Exception {
    TreeMap<DeviceId, byte[]> addresses = new TreeMap<>();
    String[] texts = {"192.0.2.1", "192.0.2.200", "192.0.3.1", "2001:db8:1:2::1", "2001:db8:1:3::1"
    };
    for (int i = 0; i < texts.length; i++) {
      addresses.put(Links.device(i), InetAddress.getByName(texts[i]).getAddress());
    }
    assertThat(LinkPair.neighbours(addresses))
        .containsExactly(
            new LinkPair(Links.device(0), Links.device(1)),
            new LinkPair(Links.device(3), Links.device(4)));
  }

  @Test
  void uploadAndDownloadOfOneNumberAreOneTest() {
    measured();
    TestPlan up = scene.plan(0, 0, Direction.UPLOAD, scene.prover);
    scene.report(scene.coordinator, up);
    scene.seen(up, scene.prover, 30);
    assertThat(scene.verdict(Map.of()).score().units()).isEqualTo(53_200);
    assertThat(scene.verdict(Map.of("direction", "upload")).score().units()).isEqualTo(12_000);
    Verdict both = scene.verdict(Map.of("direction", "both"));
    assertThat(both.score().units()).isEqualTo(12_000);
    assertThat(both.findings().toString()).contains("tests=1", "upload=12000", "download=53200");
  }

  @Test
  void aRiseHasToLastAndAFallCountsAtOnce() {
    TestEngine.Judged before = new TestEngine.Judged(List.of(), new TreeMap<>());
    long[] paid = new long[5];
    int[] packets = {100, 100, 200, 100, 50};
    for (int epoch = 0; epoch < packets.length; epoch++) {
      TestPlan plan = scene.plan(epoch, 0, Direction.DOWNLOAD, scene.prover);
      scene.evidence.clear();
      scene.report(scene.coordinator, plan);
      scene.seen(plan, scene.prover, packets[epoch]);
      before = TestEngine.judge(
          new BandwidthVerifier(BandwidthScene.GRID),
          scene.evidence,
          scene.context(epoch, Map.of("window", "P3D", "least-tests", "2")),
          before.state());
      paid[epoch] = BandwidthScene.of(before.verdicts(), scene.prover).score().units();
    }
    assertThat(paid).containsExactly(0, 40_000, 53_333, 40_000, 20_000);
    // the window goes on without tests, until they are too old
    before = TestEngine.judge(
        new BandwidthVerifier(BandwidthScene.GRID),
        List.of(),
        scene.context(6, Map.of("window", "P3D")),
        before.state());
    assertThat(BandwidthScene.of(before.verdicts(), scene.prover).score().units())
        .isEqualTo(20_000);
    before = TestEngine.judge(
        new BandwidthVerifier(BandwidthScene.GRID),
        List.of(),
        scene.context(9, Map.of("window", "P3D")),
        before.state());
    assertThat(before.verdicts()).isEmpty();
    assertThat(before.state()).isEmpty();
  }

  @Test
  void drawsByCapacity() {
    TreeMap<DeviceId, Long> pool = new TreeMap<>();
    pool.put(Links.device(1), 100L);
    pool.put(Links.device(2), 300L);
    LinkDraw draw = scene.draw(0, "any");
    int fast = 0;
    for (int number = 0; number < 4_000; number++) {
      fast += draw.challengers(number, pool, 1, 1).orElseThrow().contains(Links.device(2)) ? 1 : 0;
    }
    assertThat(fast).isBetween(2_900, 3_100);
    assertThat(draw.challengers(0, pool, 1, 200)).contains(List.of(Links.device(2)));
    assertThat(draw.challengers(0, pool, 2, 200)).isEmpty();
    assertThat(draw.challengers(0, pool, 2, 1).orElseThrow()).hasSize(2);
  }

  @Test
  void refusesGapsThatDoNotFit() {
    assertThatThrownBy(() ->
            new BandwidthVerifier().prepare(scene.network.context(Map.of("mean-gap", "PT1M"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("least <= mean <= most");
  }

  @Test
  void presetsAreSettingsOfTheVerifier() {
    for (var preset : List.of(
        BandwidthPresets.HELIUM,
        BandwidthPresets.FLASHFLOW,
        BandwidthPresets.PROOF_OF_BACKHAUL,
        BandwidthPresets.GRASS)) {
      assertThat(new BandwidthVerifier().settings().problems(preset)).isEmpty();
    }
  }

  @Test
  void keepsTheLaws() {
    TestPlan plan = measured();
    TestPlan up = scene.plan(0, 0, Direction.UPLOAD, scene.prover);
    scene.report(scene.coordinator, up);
    scene.seen(up, scene.prover, 30);
    scene.report(
        scene.prover,
        new ProverTraffic(
            plan.test(),
            1_000_000,
            new TreeMap<>(Map.of(
                plan.challengers().get(0),
                new ProverTraffic.Packets(
                    Collections.nCopies(10, 133), new byte[ReceivedPackets.ANSWER_BYTES])))));
    Property.check(
        20,
        random -> VerifierLaws.check(
            new BandwidthVerifier(BandwidthScene.GRID),
            scene.evidence,
            scene.context(Map.of("places", "checked")),
            random));
  }
}
