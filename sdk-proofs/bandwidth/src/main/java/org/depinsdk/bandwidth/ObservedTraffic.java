package org.depinsdk.bandwidth;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.Fields;

/**
 * What one challenger saw of one prover, by its own monotonic clock. Of a download it counts what the prover has shown to
 * have received, of an upload what arrived.
 *
 * @param test which test
 * @param prover who was measured
 * @param reached whether the prover answered at all
 * @param startMicros when the first packet was due, after the plan's start, up to {@value #MAX_MICROS} either way
 * @param elapsedMicros from then to the arrival of the last packet or answer that counts, 0 to {@value #MAX_MICROS}
 * @param latePackets packets that were sent later than the schedule allows
 * @param ping round trips before the test
 * @param delivered for each bin, how many of the packets that were due in it arrived; no more than 60 bins
 * @param answer what the packets that arrived hash to, see {@link ReceivedPackets}; copied
 */
public record ObservedTraffic(
    TestName test,
    DeviceId prover,
    boolean reached,
    int startMicros,
    int elapsedMicros,
    int latePackets,
    Ping ping,
    List<Integer> delivered,
    byte[] answer)
    implements BandwidthReport {
  /** Longest time that a claim may speak of: 100 s. */
  public static final int MAX_MICROS = 100_000_000;

  /**
   * Round trips on the idle link.
   *
   * @param leastMicros the shortest
   * @param medianMicros the median
   * @param jitterMicros how much neighbours differ on average
   * @param sent how many were asked, 0 to {@value #MAX_PINGS}
   * @param answered how many were answered, no more than asked
   */
  public record Ping(int leastMicros, int medianMicros, int jitterMicros, int sent, int answered) {
    /** Nothing was asked. */
    public static final Ping NONE = new Ping(0, 0, 0, 0, 0);

    /** Most round trips. */
    public static final int MAX_PINGS = 1_000;

    /** Checks the ranges. */
    public Ping {
      Fields.range("leastMicros", leastMicros, 0, MAX_MICROS);
      Fields.range("medianMicros", medianMicros, leastMicros, MAX_MICROS);
      Fields.range("jitterMicros", jitterMicros, 0, MAX_MICROS);
      Fields.range("pings", sent, 0, MAX_PINGS);
      Fields.range("pingsAnswered", answered, 0, sent);
    }
  }

  /** Checks the ranges and copies. */
  public ObservedTraffic {
    Fields.range("startMicros", startMicros, -MAX_MICROS, MAX_MICROS);
    Fields.range("elapsedMicros", elapsedMicros, 0, MAX_MICROS);
    int most = TestPlan.MAX_BINS * TestPlan.MAX_PACKETS_PER_BIN;
    Fields.range("latePackets", latePackets, 0, most);
    delivered = packets(delivered);
    answer = answer(answer);
  }

  /**
   * What a challenger says of a prover that did not come.
   *
   * @param test which test
   * @param prover who did not come
   * @return nothing seen
   */
  public static ObservedTraffic notReached(TestName test, DeviceId prover) {
    return new ObservedTraffic(test, prover, false, 0, 0, 0, Ping.NONE, List.of(), new byte[0]);
  }

  static List<Integer> packets(List<Integer> bins) {
    Fields.size("bins", bins.size(), 0, TestPlan.MAX_BINS, "bins");
    bins.forEach(packets -> Fields.range("packets", packets, 0, TestPlan.MAX_PACKETS_PER_BIN));
    return List.copyOf(bins);
  }

  static byte[] answer(byte[] answer) {
    Fields.check(
        answer.length == 0 || answer.length == ReceivedPackets.ANSWER_BYTES,
        "answer",
        answer.length,
        "0 or " + ReceivedPackets.ANSWER_BYTES + " bytes");
    return answer.clone();
  }

  @Override
  public byte[] answer() {
    return answer.clone();
  }

  /**
   * All packets that arrived.
   *
   * @return their number
   */
  public int total() {
    return delivered.stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ObservedTraffic s
        && test.equals(s.test)
        && prover.equals(s.prover)
        && reached == s.reached
        && startMicros == s.startMicros
        && elapsedMicros == s.elapsedMicros
        && latePackets == s.latePackets
        && ping.equals(s.ping)
        && delivered.equals(s.delivered)
        && Arrays.equals(answer, s.answer);
  }

  @Override
  public int hashCode() {
    return Objects.hash(test, prover, elapsedMicros, delivered, Arrays.hashCode(answer));
  }
}
