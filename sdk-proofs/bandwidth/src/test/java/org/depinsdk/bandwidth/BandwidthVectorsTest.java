package org.depinsdk.bandwidth;

import static org.depinsdk.testing.KnownAnswers.answers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.conformance.ConformanceRow;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.speed.Speedtest;
import org.depinsdk.testing.KnownAnswers;
import org.junit.jupiter.api.Test;

/** Formulas of systems that measure bandwidth, with their published numbers. */
class BandwidthVectorsTest {
  private static final Instant NOW = Instant.parse("2024-01-06T01:00:00Z");

  @Test
  void discountIsProofOfBackhauls() {
    KnownAnswers.check("bandwidth/discount", row -> {
      int challengers = (int) row.number("challengers");
      int corrupted = Discount.corrupted(challengers, (int) row.number("percent"));
      return answers(
          "corrupted", corrupted,
          "kept", Discount.PROOF_OF_BACKHAUL.of(1_000, challengers, corrupted),
          "trimmed", Discount.TRIM.of(1_000, challengers, corrupted));
    });
  }

  @Test
  void slotsAreFlashFlows() {
    KnownAnswers.check("bandwidth/flashflow-slots", row -> {
      MeasurementSlots slots =
          new MeasurementSlots(row.number("team"), (int) row.number("multiple"));
      List<String> taken = new ArrayList<>();
      for (String relay : row.list("relays")) {
        String[] parts = relay.split("/");
        String slot = "none";
        for (int i = 1; i < parts.length && slot.equals("none"); i++) {
          slot = slots.take(Integer.parseInt(parts[i]), Long.parseLong(parts[0])) ? parts[i] : slot;
        }
        taken.add(slot);
      }
      return answers(
          "slots",
          String.join(",", taken),
          "free",
          List.of(slots.free(0), slots.free(1), slots.free(2), slots.free(3), slots.free(4)));
    });
  }

  @Test
  void backgroundIsBoundedAsFlashFlows() {
    KnownAnswers.check("bandwidth/background", row -> {
      // ten packets of 1,250 bytes in each 10 ms are 10,000 kbit/s
      int packets = (int) (row.number("available") / 1_000);
      TestPlan plan = Links.plan(1, packets, 10, 10_000);
      DeviceId challenger = plan.challengers().get(0);
      SortedMap<DeviceId, ObservedTraffic> claims = new TreeMap<>();
      claims.put(challenger, Links.seen(plan, 0, (int) plan.micros(), packets));
      ProverTraffic had = new ProverTraffic(
          plan.test(), row.number("background") * plan.micros() / 8_000, new TreeMap<>());
      int percent = (int) row.number("percent");
      Estimate estimate =
          new Estimator(0, Discount.TRIM, percent, 980).of(plan, claims, Optional.of(had));
      return answers(
          "capacity", estimate.capacity(), "inflation", MeasurementSlots.inflationE2(percent));
    });
  }

  @Test
  void gapsAreNdt7s() {
    KnownAnswers.check(
        "bandwidth/gaps",
        row -> answers(
            "gap",
            LinkDraw.Gaps.NDT7
                .of(Long.parseUnsignedLong(row.text("random"), 16))
                .toMillis()));
  }

  /** Helium's rows, as the state that this verifier keeps would judge them. */
  @Test
  void speedTestsHaveHeliumsTiers() {
    KnownAnswers.check("radio/speed-tests", row -> {
      TestWindow window = TestWindow.EMPTY;
      for (Speedtest test : tests(row)) {
        window = TestWindow.parse(window.text())
            .with(List.of(test), NOW, Duration.ofHours(48), TestWindow.MAX_TESTS);
      }
      Speedtest average = Speedtest.average(window.tests());
      return answers(
          "tier",
          Speedtest.tier(window.tests(), NOW),
          "average",
          List.of(
              average.uploadBytesPerSecond() / Speedtest.MBPS,
              average.downloadBytesPerSecond() / Speedtest.MBPS,
              average.latencyMs()));
    });
  }

  private static List<Speedtest> tests(ConformanceRow row) {
    return row.list("tests").stream()
        .map(text -> text.split("/"))
        .map(t -> new Speedtest(
            NOW.minus(Duration.ofHours(Long.parseLong(t[3]))),
            Long.parseLong(t[0]) * Speedtest.MBPS,
            Long.parseLong(t[1]) * Speedtest.MBPS,
            Integer.parseInt(t[2])))
        .toList();
  }
}
