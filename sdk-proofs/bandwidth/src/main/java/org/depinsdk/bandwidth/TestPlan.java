package org.depinsdk.bandwidth;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.Fields;

/**
 * What a coordinator has measured. Packet {@code k} of each challenger and prover is due {@code k * binMicros /
 * packetsPerBin} microseconds after the start, so that a packet's number says which bin it belongs to.
 *
 * @param test which test
 * @param start when the first packet is due at the receiver
 * @param packetBytes length of an IP packet, headers included: {@value #MIN_PACKET} to {@value #MAX_PACKET}
 * @param packetsPerBin 1 to {@value #MAX_PACKETS_PER_BIN} for each challenger and prover
 * @param bins {@value #MIN_BINS} to {@value #MAX_BINS}
 * @param binMicros length of a bin, {@value #MIN_BIN_MICROS} to {@value #MAX_BIN_MICROS}
 * @param challengers 1 to {@value #MAX_CHALLENGERS}, in the order in which they were drawn
 * @param provers 1 to {@value #MAX_PROVERS}, ascending
 * @param drawProof proof of the coordinator's key, see {@link LinkDraw}; copied
 */
public record TestPlan(
    TestName test,
    Instant start,
    int packetBytes,
    int packetsPerBin,
    int bins,
    int binMicros,
    List<DeviceId> challengers,
    List<DeviceId> provers,
    byte[] drawProof)
    implements BandwidthReport {
  /** Shortest packet. */
  public static final int MIN_PACKET = 200;

  /** Longest packet: an Ethernet frame's. */
  public static final int MAX_PACKET = 1_500;

  /** Most packets of a challenger in a bin, so that an answer about some bins fits into a datagram. */
  public static final int MAX_PACKETS_PER_BIN = 2_048;

  /** Fewest bins that have a median worth its name. */
  public static final int MIN_BINS = 5;

  /** Most bins. */
  public static final int MAX_BINS = 60;

  /** Shortest bin. */
  public static final int MIN_BIN_MICROS = 10_000;

  /** Longest bin: FlashFlow's second. */
  public static final int MAX_BIN_MICROS = 1_000_000;

  /** Most challengers of a test. */
  public static final int MAX_CHALLENGERS = 32;

  /** Most devices behind one link. */
  public static final int MAX_PROVERS = 8;

  /** Length of a proof at most. */
  public static final int MAX_PROOF = 128;

  /** Checks the ranges, cuts the start to milliseconds, and copies. */
  public TestPlan {
    start = Instant.ofEpochMilli(start.toEpochMilli());
    Fields.range("packetBytes", packetBytes, MIN_PACKET, MAX_PACKET);
    Fields.range("packetsPerBin", packetsPerBin, 1, MAX_PACKETS_PER_BIN);
    Fields.range("bins", bins, MIN_BINS, MAX_BINS);
    Fields.range("binMicros", binMicros, MIN_BIN_MICROS, MAX_BIN_MICROS);
    challengers = List.copyOf(challengers);
    provers = List.copyOf(provers);
    Fields.size("challengers", challengers.size(), 1, MAX_CHALLENGERS, "devices");
    Fields.check(
        new HashSet<>(challengers).size() == challengers.size(),
        "challengers",
        challengers.size(),
        "distinct devices");
    Fields.size("provers", provers.size(), 1, MAX_PROVERS, "devices");
    for (int i = 1; i < provers.size(); i++) {
      Fields.check(
          provers.get(i - 1).compareTo(provers.get(i)) < 0,
          "provers",
          provers.get(i).text(),
          "an ascending list without doubles");
    }
    Fields.size("drawProof", drawProof.length, 0, MAX_PROOF, "bytes");
    drawProof = drawProof.clone();
  }

  /**
   * A plan of a size.
   *
   * @param test which test
   * @param start when the first packet is due
   * @param size how much traffic
   * @param challengers in the order in which they were drawn
   * @param provers ascending
   * @param drawProof proof of the coordinator's key
   * @return the plan
   */
  public static TestPlan of(
      TestName test,
      Instant start,
      TestSize size,
      List<DeviceId> challengers,
      List<DeviceId> provers,
      byte[] drawProof) {
    return new TestPlan(
        test,
        start,
        size.packetBytes(),
        size.packetsPerBin(),
        size.bins(),
        size.binMicros(),
        challengers,
        provers,
        drawProof);
  }

  @Override
  public byte[] drawProof() {
    return drawProof.clone();
  }

  /**
   * How many packets each challenger and prover exchange in the whole test.
   *
   * @return bins times packets
   */
  public int packets() {
    return bins * packetsPerBin;
  }

  /**
   * How long the test lasts.
   *
   * @return bins times their length, in microseconds
   */
  public long micros() {
    return (long) bins * binMicros;
  }

  /**
   * How long the test lasts.
   *
   * @return bins times their length
   */
  public Duration length() {
    return Duration.ofNanos(micros() * 1_000);
  }

  /**
   * How much traffic one prover is offered or offers.
   *
   * @return kbit/s of IP packets, over all challengers
   */
  public long offeredKbps() {
    return kbps((long) packets() * challengers.size(), micros());
  }

  /**
   * A rate.
   *
   * @param packets how many of this plan's packets
   * @param micros in how much time, 1 or more
   * @return kbit/s of IP packets, rounded down
   */
  public long kbps(long packets, long micros) {
    return packets * packetBytes * 8_000 / micros;
  }

  /**
   * The bin that a packet belongs to.
   *
   * @param sequence the packet's number, from 0
   * @return 0 to {@link #bins()} - 1
   */
  public int binOf(int sequence) {
    return sequence / packetsPerBin;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TestPlan p
        && test.equals(p.test)
        && start.equals(p.start)
        && packetBytes == p.packetBytes
        && packetsPerBin == p.packetsPerBin
        && bins == p.bins
        && binMicros == p.binMicros
        && challengers.equals(p.challengers)
        && provers.equals(p.provers)
        && Arrays.equals(drawProof, p.drawProof);
  }

  @Override
  public int hashCode() {
    return Objects.hash(test, start, packetsPerBin, challengers, Arrays.hashCode(drawProof));
  }
}
