package org.depinsdk.bandwidth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class EstimatorTest {
  private static final Estimator THIRD = new Estimator(2, Discount.TRIM, 25, 980);
  private static final int TEN_MS = 10_000;

  // six challengers that each offer 1,000 kbit in 10 ms and see so many packets in each bin
  private static SortedMap<DeviceId, ObservedTraffic> claims(TestPlan plan, Integer... packets) {
    SortedMap<DeviceId, ObservedTraffic> claims = new TreeMap<>();
    for (int i = 0; i < packets.length; i++) {
      if (packets[i] != null) {
        claims.put(plan.challengers().get(i), Links.seen(plan, 0, (int) plan.micros(), packets[i]));
      }
    }
    return claims;
  }

  private static final TestPlan PLAN = Links.plan(6, 100, 10, TEN_MS);

  @Test
  void anHonestLinkIsPaidTwoThirdsWithAThirdAssumedCorrupted() {
    Estimate estimate = THIRD.of(PLAN, claims(PLAN, 50, 50, 50, 50, 50, 50), Optional.empty());
    assertThat(estimate)
        .isEqualTo(new Estimate(200_000, 300_000, 300_000, 400_000, 600_000, false, 500));
    Estimate backhaul = new Estimator(2, Discount.PROOF_OF_BACKHAUL, 25, 980)
        .of(PLAN, claims(PLAN, 50, 50, 50, 50, 50, 50), Optional.empty());
    assertThat(backhaul.guaranteed()).isEqualTo(150_000);
  }

  @Test
  void twoThatSayTheySawEverythingChangeNothing() {
    Estimate estimate = THIRD.of(PLAN, claims(PLAN, 100, 100, 50, 50, 50, 50), Optional.empty());
    assertThat(estimate.guaranteed()).isEqualTo(200_000);
    assertThat(estimate.available()).isEqualTo(300_000);
  }

  @Test
  void aChallengerThatDiedIsReplacedByTheProversCountInTheEstimateAlone() {
    ProverTraffic had = new ProverTraffic(
        PLAN.test(),
        0,
        new TreeMap<>(Map.of(
            PLAN.challengers().get(5),
            new ProverTraffic.Packets(Collections.nCopies(10, 100), new byte[0]))));
    SortedMap<DeviceId, ObservedTraffic> claims = claims(PLAN, 50, 50, 50, 50, 50, null);
    assertThat(THIRD.of(PLAN, claims, Optional.of(had)).available()).isEqualTo(300_000);
    assertThat(THIRD.of(PLAN, claims, Optional.of(had)).guaranteed()).isEqualTo(150_000);
    assertThat(THIRD.of(PLAN, claims, Optional.empty()).available()).isEqualTo(250_000);
  }

  @Test
  void lateAnswersMakeBinsNoFuller() {
    // everything in the six last bins: their median alone would be twice what crossed
    List<Integer> bins = new ArrayList<>(Collections.nCopies(4, 0));
    bins.addAll(Collections.nCopies(6, 50));
    SortedMap<DeviceId, ObservedTraffic> claims = new TreeMap<>();
    PLAN.challengers()
        .forEach(one -> claims.put(one, Links.seen(PLAN, 0, (int) PLAN.micros(), bins)));
    assertThat(THIRD.of(PLAN, claims, Optional.empty()).guaranteed()).isEqualTo(120_000);
  }

  @Test
  void aLongerWindowMakesLessOfTheSamePackets() {
    SortedMap<DeviceId, ObservedTraffic> claims = claims(PLAN, 50, 50, 50, 50, 50, 50);
    claims.put(PLAN.challengers().get(0), Links.seen(PLAN, -50_000, 150_000, 50));
    claims.put(PLAN.challengers().get(1), Links.seen(PLAN, 50_000, 100_000, 50));
    assertThat(THIRD.of(PLAN, claims, Optional.empty()).guaranteed()).isEqualTo(100_000);
  }

  @Test
  void oneLateAnswerStretchesTheGuaranteeAlone() {
    SortedMap<DeviceId, ObservedTraffic> claims = claims(PLAN, 50, 50, 50, 50, 50, 50);
    claims.put(PLAN.challengers().get(0), Links.seen(PLAN, 0, 200_000, 50));
    Estimate estimate = THIRD.of(PLAN, claims, Optional.empty());
    assertThat(estimate.guaranteed()).isEqualTo(100_000);
    assertThat(estimate.available()).isEqualTo(300_000);
  }

  @Test
  void whatLiarsKeepBackIsInTheInterval() {
    Estimate estimate = THIRD.of(PLAN, claims(PLAN, 0, 0, 50, 50, 50, 50), Optional.empty());
    assertThat(estimate.atMost()).isEqualTo(400_000);
    assertThat(THIRD.withoutLeast(PLAN, claims(PLAN, 0, 0, 50, 50, 50, 50))).isEqualTo(300_000);
  }

  @Test
  void sizesAreEnoughPacketsInAQuarterToOneSecond() {
    assertThat(TestSize.of(5_000, 125, 6)).isEqualTo(new TestSize(1_250, 11, 10, 100_000));
    assertThat(TestSize.of(50_000, 125, 6)).isEqualTo(new TestSize(1_250, 53, 10, 50_000));
    assertThat(TestSize.of(500_000, 125, 6)).isEqualTo(new TestSize(1_250, 261, 10, 25_000));
    assertThat(TestSize.of(LinkMember.MAX_KBPS, 225, 1).packetsPerBin())
        .isEqualTo(TestPlan.MAX_PACKETS_PER_BIN);
    assertThat(TestSize.of(1, 125, 32).packetsPerBin()).isEqualTo(1);
  }

  @Test
  void allThatWasOfferedArrived() {
    Estimate estimate = THIRD.of(PLAN, claims(PLAN, 99, 99, 98, 98, 97, 97), Optional.empty());
    assertThat(estimate.all()).isTrue();
    assertThat(THIRD
            .of(PLAN, claims(PLAN, 97, 97, 97, 97, 97, 97), Optional.empty())
            .all())
        .isFalse();
  }

  /** The guarantee, for every lie that the simulation knows, and what an honest link loses for it. */
  @Test
  void neverGuaranteesMoreThanTheLinkCarriesInTenThousandRounds() {
    long[] best = {0, 0};
    Property.check(10_000, random -> {
      int challengers = 3 + random.nextInt(8);
      int corrupted = Discount.corrupted(challengers, 33);
      LinkSimulation link =
          LinkSimulation.run(random, challengers, corrupted, 20 + random.nextInt(70));
      for (Discount discount : Discount.values()) {
        Estimate estimate = new Estimator(corrupted, discount, 25, 980)
            .of(link.plan, link.claims, Optional.empty());
        assertThat(estimate.guaranteed())
            .as("%s of %d challengers", discount, challengers)
            .isLessThanOrEqualTo(link.trueKbps);
        best[discount.ordinal()] =
            Math.max(best[discount.ordinal()], estimate.guaranteed() * 1_000 / link.trueKbps);
      }
    });
    // the bound is not kept by guaranteeing nothing
    assertThat(best[Discount.TRIM.ordinal()]).isGreaterThan(900);
    assertThat(best[Discount.PROOF_OF_BACKHAUL.ordinal()]).isGreaterThan(450);
  }

  @Test
  void honestLinksArePaidTheDiscountAndMeasuredWithinEightPercent() {
    Property.check(200, random -> {
      LinkSimulation link = LinkSimulation.run(random, 6, 0, 30 + random.nextInt(60));
      Estimate estimate = THIRD.of(link.plan, link.claims, Optional.empty());
      assertThat(estimate.available())
          .isBetween(link.trueKbps * 92 / 100, link.trueKbps * 108 / 100);
      assertThat(estimate.guaranteed())
          .isBetween(link.trueKbps * 50 / 100, link.trueKbps * 67 / 100);
    });
  }
}
