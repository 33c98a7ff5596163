package org.depinsdk.bandwidth;

import java.util.Collection;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Latency, jitter and loss of an idle link: of what the challengers saw before a test, the median, so that less than half of
 * them cannot move it beyond what an honest one saw.
 *
 * @param latencyMicros round trip
 * @param jitterMicros how much neighbouring round trips differ
 * @param lostPermille pings of a thousand that were not answered
 */
record Quality(int latencyMicros, int jitterMicros, int lostPermille) {
  static Quality of(Collection<ObservedTraffic> claims) {
    List<ObservedTraffic.Ping> pings = claims.stream()
        .filter(ObservedTraffic::reached)
        .map(ObservedTraffic::ping)
        .toList();
    return new Quality(
        median(pings, ObservedTraffic.Ping::medianMicros),
        median(pings, ObservedTraffic.Ping::jitterMicros),
        median(pings, ping -> (ping.sent() - ping.answered()) * 1_000 / ping.sent()));
  }

  private static int median(
      List<ObservedTraffic.Ping> pings, ToIntFunction<ObservedTraffic.Ping> value) {
    return pings.stream()
        .mapToInt(value)
        .sorted()
        .skip(pings.size() / 2)
        .findFirst()
        .orElse(0);
  }
}
