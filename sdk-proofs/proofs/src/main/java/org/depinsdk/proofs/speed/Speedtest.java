package org.depinsdk.proofs.speed;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.depinsdk.proofs.Fields;

/**
 * A measurement of a device's link to the internet, whoever made it, and the tiers that Helium Mobile makes of some of them.
 *
 * @param at when
 * @param uploadBytesPerSecond 0 to {@value #MAX_RATE}
 * @param downloadBytesPerSecond 0 to {@value #MAX_RATE}
 * @param latencyMs 0 to {@value #MAX_LATENCY_MS}
 */
public record Speedtest(
    Instant at, long uploadBytesPerSecond, long downloadBytesPerSecond, int latencyMs) {
  /** One megabit each second. */
  public static final long MBPS = 125_000;

  /** Highest rate: a terabyte each second. */
  public static final long MAX_RATE = 1_000_000_000_000L;

  /** Highest latency. */
  public static final int MAX_LATENCY_MS = 3_600_000;

  /** How far back tests count: 48 h. */
  public static final Duration WINDOW = Duration.ofHours(48);

  /** Fewest tests that make an average. */
  public static final int MIN_SAMPLES = 2;

  /** Most tests that make an average, the newest. */
  public static final int MAX_SAMPLES = 6;

  /** Checks the ranges. */
  public Speedtest {
    Fields.unsigned("uploadBytesPerSecond", uploadBytesPerSecond, MAX_RATE);
    Fields.unsigned("downloadBytesPerSecond", downloadBytesPerSecond, MAX_RATE);
    Fields.unsigned("latencyMs", latencyMs, MAX_LATENCY_MS);
  }

  /** How good an uplink is: the worst of download, upload and latency decides. */
  public enum Tier {
    /** 100 and 10 Mbps, under 50 ms: all points. */
    GOOD(10_000, 100, 10, 50),
    /** 75 and 8 Mbps, under 60 ms: three quarters. */
    ACCEPTABLE(7_500, 75, 8, 60),
    /** 50 and 5 Mbps, under 75 ms: half. */
    DEGRADED(5_000, 50, 5, 75),
    /** 30 and 2 Mbps, under 100 ms: a quarter. */
    POOR(2_500, 30, 2, 100),
    /** Worse, or too few tests: nothing. */
    FAILED(0, 0, 0, Integer.MAX_VALUE);

    private final int multiplierE4;
    private final int downloadMbps;
    private final int uploadMbps;
    private final int belowLatencyMs;

    Tier(int multiplierE4, int downloadMbps, int uploadMbps, int belowLatencyMs) {
      this.multiplierE4 = multiplierE4;
      this.downloadMbps = downloadMbps;
      this.uploadMbps = uploadMbps;
      this.belowLatencyMs = belowLatencyMs;
    }

    /**
     * What is left of the points.
     *
     * @return 10<sup>-4</sup>
     */
    public int multiplierE4() {
      return multiplierE4;
    }

    /**
     * The tier of an average.
     *
     * @param average of some tests
     * @return its tier
     */
    public static Tier of(Speedtest average) {
      for (Tier tier : values()) {
        if (average.downloadBytesPerSecond >= tier.downloadMbps * MBPS
            && average.uploadBytesPerSecond >= tier.uploadMbps * MBPS
            && average.latencyMs < tier.belowLatencyMs) {
          return tier;
        }
      }
      return FAILED;
    }
  }

  /**
   * The average of tests, each value rounded down.
   *
   * @param tests any number
   * @return zeros where there are none; its time is the newest test's
   */
  public static Speedtest average(List<Speedtest> tests) {
    long upload = 0;
    long download = 0;
    long latency = 0;
    Instant newest = Instant.EPOCH;
    for (Speedtest test : tests) {
      upload += test.uploadBytesPerSecond;
      download += test.downloadBytesPerSecond;
      latency += test.latencyMs;
      newest = test.at.isAfter(newest) ? test.at : newest;
    }
    int count = Math.max(1, tests.size());
    return new Speedtest(newest, upload / count, download / count, (int) (latency / count));
  }

  /**
   * The tier of a device: the average of its newest tests of the last 48 h.
   *
   * @param tests in any order
   * @param now the moment to look back from; later tests do not count
   * @return {@link Tier#FAILED} if fewer than two count
   */
  public static Tier tier(List<Speedtest> tests, Instant now) {
    List<Speedtest> newest = tests.stream()
        .filter(t -> !t.at.isAfter(now) && !t.at.isBefore(now.minus(WINDOW)))
        .sorted(Comparator.comparing(Speedtest::at)
            .reversed()
            .thenComparingLong(Speedtest::uploadBytesPerSecond)
            .thenComparingLong(Speedtest::downloadBytesPerSecond)
            .thenComparingInt(Speedtest::latencyMs))
        .limit(MAX_SAMPLES)
        .toList();
    return newest.size() < MIN_SAMPLES ? Tier.FAILED : Tier.of(average(newest));
  }
}
