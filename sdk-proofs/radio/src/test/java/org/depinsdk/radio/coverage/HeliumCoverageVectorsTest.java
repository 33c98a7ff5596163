package org.depinsdk.radio.coverage;

import static org.depinsdk.testing.KnownAnswers.answers;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.depinsdk.conformance.ConformanceRow;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.speed.Speedtest;
import org.depinsdk.proofs.speed.Speedtest.Tier;
import org.depinsdk.proofs.testkit.TestEngine;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.depinsdk.proofs.uptime.Heartbeat;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.radio.coverage.CoveragePoints.Cell;
import org.depinsdk.radio.coverage.CoveragePoints.Eligibility;
import org.depinsdk.radio.coverage.CoveragePoints.ProviderStatus;
import org.depinsdk.radio.coverage.CoveragePoints.Trust;
import org.depinsdk.testing.KnownAnswers;
import org.junit.jupiter.api.Test;

/** What Helium's mobile oracles compute for coverage. */
class HeliumCoverageVectorsTest {
  private static final Instant NOW = Instant.parse("2024-01-06T01:00:00Z");

  private static <T> List<T> parts(ConformanceRow row, String column, Function<String[], T> part) {
    return row.list(column).stream().map(text -> part.apply(text.split("/"))).toList();
  }

  private static ProviderStatus provider(String text) {
    return text.equals("TOO_FEW_CONNECTIONS")
        ? new ProviderStatus(Eligibility.ELIGIBLE, false)
        : new ProviderStatus(Eligibility.valueOf(text), true);
  }

  private static BigDecimal points(long millionths) {
    return BigDecimal.valueOf(millionths, 6);
  }

  @Test
  void coveragePoints() {
    KnownAnswers.check("radio/coverage-points", row -> {
      List<Cell> cells = parts(
          row,
          "cells",
          c -> new Cell(
              SignalLevel.valueOf(c[0]),
              Integer.parseInt(c[1]),
              new Assignment(c[2]),
              c[3].equals("0") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(c[3]))));
      List<Trust> trust =
          parts(row, "trust", t -> new Trust(Integer.parseInt(t[0]), Long.parseLong(t[1])));
      CoveragePoints points = CoveragePoints.of(
          RadioType.valueOf(row.text("type")),
          cells,
          trust,
          Tier.valueOf(row.text("tier")),
          provider(row.text("provider")));
      return answers(
          "points", points(points.sharesE6()),
          "base", points(points.baseE6()),
          "boosted", points(points.boostedE6()),
          "boost", points.boost());
    });
  }

  @Test
  void indoorRadiosAreRanked() {
    KnownAnswers.check("radio/indoor-ranking", row -> {
      List<CellRanking.Candidate> candidates = new ArrayList<>();
      for (String since : row.list("since")) {
        int number = candidates.size();
        candidates.add(new CellRanking.Candidate(
            new DeviceId("dev-" + "a".repeat(31) + (char) ('a' + number)),
            -900,
            SignalLevel.valueOf(row.list("levels").get(number)),
            Instant.parse(since + "T00:00:00Z")));
      }
      return answers(
          "order",
          CellRanking.rank(RadioType.INDOOR, candidates).stream()
              .map(candidate -> candidates.indexOf(candidate) + 1)
              .toList());
    });
  }

  private static List<Integer> multipliers(ConformanceRow row) {
    return row.numbers("multipliers").stream().map(Math::toIntExact).toList();
  }

  @Test
  void hexesAreBoosted() {
    KnownAnswers.check("radio/hex-boost", row -> {
      HexBoost boost = new HexBoost(
          Instant.ofEpochSecond(row.number("start")),
          Duration.ofSeconds(row.number("period")),
          multipliers(row));
      OptionalInt at = boost.multiplierAt(Instant.ofEpochSecond(row.number("at")));
      return answers(
          "end",
          boost.end().getEpochSecond(),
          "multiplier",
          at.isPresent() ? at.getAsInt() : "none");
    });
    KnownAnswers.check("radio/hex-boost-multipliers", row -> {
      try {
        new HexBoost(Instant.EPOCH, Duration.ofDays(30), multipliers(row));
        return answers("valid", true);
      } catch (IllegalArgumentException e) {
        return answers("valid", false);
      }
    });
  }

  @Test
  void locationIsTrustedByDistanceAndAge() {
    KnownAnswers.check(
        "radio/location-trust",
        row -> answers(
            "trust",
            LocationTrust.byDistanceE4(RadioType.valueOf(row.text("type")), row.number("metres"))));
    KnownAnswers.check(
        "radio/location-age",
        row -> answers("counts", LocationTrust.isFresh(NOW.minusSeconds(row.number("age")), NOW)));
  }

  @Test
  void speedTestsHaveATier() {
    KnownAnswers.check("radio/speed-tests", row -> {
      List<Speedtest> tests = parts(
          row,
          "tests",
          t -> new Speedtest(
              NOW.minus(Duration.ofHours(Long.parseLong(t[3]))),
              Long.parseLong(t[0]) * Speedtest.MBPS,
              Long.parseLong(t[1]) * Speedtest.MBPS,
              Integer.parseInt(t[2])));
      Speedtest average = Speedtest.average(tests);
      return answers(
          "tier", Speedtest.tier(tests, NOW),
          "average",
              List.of(
                  average.uploadBytesPerSecond() / Speedtest.MBPS,
                  average.downloadBytesPerSecond() / Speedtest.MBPS,
                  average.latencyMs()));
    });
  }

  @Test
  void tooFewHeartbeatsEarnNothing() {
    KnownAnswers.check("radio/heartbeats", row -> {
      TestNetwork network = new TestNetwork();
      DeviceId radio = network.device("radio", 1);
      List<Attributed<Heartbeat>> beats = new ArrayList<>();
      for (int hour = 0; hour < row.number("hours"); hour++) {
        beats.add(network.report(radio, Duration.ofHours(hour), Heartbeat.of(Duration.ZERO)));
      }
      return answers(
          "rewarded",
          TestEngine.judge(new UptimeVerifier(), beats, network.context(Map.of("minimum", "12")))
              .get(0)
              .score()
              .units());
    });
  }

  @Test
  void seniorityIsKeptOrLost() {
    KnownAnswers.check("radio/seniority", row -> {
      Seniority after = new Seniority(
              row.text("object"),
              Instant.parse(row.text("since")),
              Seniority.Reason.valueOf(row.text("reason")),
              Instant.parse(row.text("heard")))
          .heard(
              row.text("next-object"),
              Instant.parse(row.text("claim")),
              Instant.parse(row.text("at")));
      return answers(
          "object-after", after.object(),
          "since-after", after.since(),
          "reason-after", after.reason(),
          "heard-after", after.lastHeartbeat());
    });
  }
}
