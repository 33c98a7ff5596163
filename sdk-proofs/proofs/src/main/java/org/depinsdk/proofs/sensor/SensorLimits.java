package org.depinsdk.proofs.sensor;

import java.time.Duration;
import org.depinsdk.proofs.ProofConfig;

/**
 * What a quantity does in nature.
 *
 * @param minMilli lowest value, thousandths
 * @param maxMilli highest value
 * @param jumpMilli largest change within a minute
 * @param stuckAfter longest time that it keeps one value
 * @param neighbourMilli largest difference to the median of the neighbours
 */
record SensorLimits(
    long minMilli, long maxMilli, long jumpMilli, Duration stuckAfter, long neighbourMilli) {
  private static final long ANY = SensorReadings.MAX_VALUE_MILLI;

  // jumps and constancy: WeatherXM qod/initial_params.py; ranges: WMO-No. 8, extremes of the
  // earth's surface; neighbours: ours
  static SensorLimits of(String quantity, ProofConfig config) {
    SensorLimits known = switch (quantity) {
      case "temperature" -> limits(-90_000, 60_000, 3_000, 240, 5_000);
      case "humidity" -> limits(0, 100_000, 10_000, 360, 25_000);
      case "pressure" -> limits(500_000, 1_090_000, 500, 120, 10_000);
      case "wind-speed" -> limits(0, 120_000, 10_000, 360, 15_000);
      default -> limits(-ANY, ANY, 2 * ANY, 1_440, 2 * ANY);
    };
    return new SensorLimits(
        config.number(quantity + ".min", known.minMilli, -ANY, ANY),
        config.number(quantity + ".max", known.maxMilli, -ANY, ANY),
        config.number(quantity + ".jump", known.jumpMilli, 0, 2 * ANY),
        config.duration(quantity + ".stuck", known.stuckAfter),
        config.number(quantity + ".neighbours", known.neighbourMilli, 0, 2 * ANY));
  }

  private static SensorLimits limits(
      long min, long max, long jump, long stuckMinutes, long neighbours) {
    return new SensorLimits(min, max, jump, Duration.ofMinutes(stuckMinutes), neighbours);
  }
}
