package org.depinsdk.bandwidth;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.depinsdk.core.identity.DeviceId;

/** Plans and claims of made-up devices. */
final class Links {
  static final DeviceId PROVER = device(0);
  static final ObservedTraffic.Ping PING = new ObservedTraffic.Ping(20_000, 21_000, 500, 10, 10);

  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private Links() {}

  static DeviceId device(int number) {
    return new DeviceId(
        "dev-" + "a".repeat(30) + (char) ('a' + number / 26) + (char) ('a' + number % 26));
  }

  /** A download of packets of 1,250 bytes, which are 10 kbit each. */
  static TestPlan plan(int challengers, int packetsPerBin, int bins, int binMicros) {
    return new TestPlan(
        new TestName(PROVER.text(), 0, Direction.DOWNLOAD),
        START,
        1_250,
        packetsPerBin,
        bins,
        binMicros,
        IntStream.rangeClosed(1, challengers).mapToObj(Links::device).toList(),
        List.of(PROVER),
        new byte[0]);
  }

  static ObservedTraffic seen(TestPlan plan, int start, int elapsed, List<Integer> delivered) {
    return new ObservedTraffic(
        plan.test(), PROVER, true, start, elapsed, 0, PING, delivered, new byte[0]);
  }

  static ObservedTraffic seen(TestPlan plan, int start, int elapsed, int each) {
    return seen(plan, start, elapsed, Collections.nCopies(plan.bins(), each));
  }
}
