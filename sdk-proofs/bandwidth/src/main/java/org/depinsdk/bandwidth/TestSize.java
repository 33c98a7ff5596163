package org.depinsdk.bandwidth;

import org.depinsdk.proofs.Fields;

/**
 * How much traffic a test needs: enough packets for the figure to be within some percent, and no more. A slow link needs a
 * second for that, a fast one a quarter of it.
 *
 * @param packetBytes length of an IP packet, headers included
 * @param packetsPerBin of each challenger and prover
 * @param bins how many
 * @param binMicros how long each
 */
public record TestSize(int packetBytes, int packetsPerBin, int bins, int binMicros) {
  /** More than the link carries by a quarter, in hundredths: enough to fill it. */
  public static final int FILLING_E2 = 125;

  private static final int PACKET = 1_250;
  private static final int BINS = 10;
  // packets that cross the link in a test, if its length allows it
  private static final long PACKETS = 2_500;
  private static final long LEAST_MICROS = 250_000;
  private static final long MOST_MICROS = 1_000_000;

  /**
   * The size for a link.
   *
   * @param expectedKbps what the link is expected to carry, or what its owner claims, 1 or more
   * @param multipleE2 hundredths of it that are offered, 100 to 1,000: {@link #FILLING_E2}, or {@link
   *     MeasurementSlots#FLASHFLOW_MULTIPLE_E2} where the expectation is old
   * @param streams challengers times provers
   * @return 2,500 packets over the link, but at least a quarter of a second and at most one; each stream has no less than one
   *     packet in a bin, and no more than a plan allows
   */
  public static TestSize of(long expectedKbps, int multipleE2, int streams) {
    Fields.range("expectedKbps", expectedKbps, 1, LinkMember.MAX_KBPS);
    Fields.range("multipleE2", multipleE2, 100, 1_000);
    long micros =
        Math.min(MOST_MICROS, Math.max(LEAST_MICROS, PACKETS * PACKET * 8_000 / expectedKbps));
    long bin = micros / BINS;
    long bits = expectedKbps * multipleE2 / 100 * bin / 1_000;
    long packets = bits / (PACKET * 8L * streams) + 1;
    return new TestSize(
        PACKET, (int) Math.min(TestPlan.MAX_PACKETS_PER_BIN, packets), BINS, (int) bin);
  }
}
