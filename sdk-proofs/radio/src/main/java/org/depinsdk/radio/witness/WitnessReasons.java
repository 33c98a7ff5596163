package org.depinsdk.radio.witness;

import org.depinsdk.core.report.ReasonCode;

/**
 * What a verdict about beacons can say. Beacon and witness checks are made in the order in which their codes stand here; the
 * names in brackets are those of helium/oracles.
 */
public final class WitnessReasons {
  /** The report is a second one of its device about this beacon (duplicate). */
  public static final ReasonCode DUPLICATE = new ReasonCode("witness.duplicate");

  /** The device is not active in the registry (gateway_not_found). */
  public static final ReasonCode UNKNOWN_DEVICE = new ReasonCode("witness.unknown-device");

  /** The device asserts no place, or none as fine as a cell of resolution 11 (not_asserted). */
  public static final ReasonCode NOT_ASSERTED = new ReasonCode("witness.not-asserted");

  /** A sanction denies the device (denied). */
  public static final ReasonCode DENIED = new ReasonCode("witness.denied");

  /** The network denies this pair of devices (denied_edge). */
  public static final ReasonCode DENIED_EDGE = new ReasonCode("witness.denied-edge");

  /** The device says that it heard itself (self_witness). */
  public static final ReasonCode SELF_WITNESS = new ReasonCode("witness.self-witness");

  /** The report did not come while the beacon's window was open (entropy_expired). */
  public static final ReasonCode OUTSIDE_WINDOW = new ReasonCode("witness.outside-window");

  /** The report came too long after the beacon or the first witness (too_late). */
  public static final ReasonCode TOO_LATE = new ReasonCode("witness.too-late");

  /** The device's class may not beacon or witness (invalid_capability). */
  public static final ReasonCode NOT_CAPABLE = new ReasonCode("witness.not-capable");

  /** The device sent a beacon in this interval before (irregular_interval). */
  public static final ReasonCode IRREGULAR_INTERVAL = new ReasonCode("witness.irregular-interval");

  /** The packet, its frequency or its data rate is not what the entropies fix, or not what was sent (invalid_packet). */
  public static final ReasonCode WRONG_PACKET = new ReasonCode("witness.wrong-packet");

  /** The witness heard it on another channel than it was sent on (invalid_frequency). */
  public static final ReasonCode WRONG_FREQUENCY = new ReasonCode("witness.wrong-frequency");

  /** The two devices are in different radio regions (invalid_region). */
  public static final ReasonCode WRONG_REGION = new ReasonCode("witness.wrong-region");

  /** The two devices are closer than 8 cells of resolution 11 (below_min_distance). */
  public static final ReasonCode TOO_CLOSE = new ReasonCode("witness.too-close");

  /** The two devices are more than 100 km apart (max_distance_exceeded). */
  public static final ReasonCode TOO_FAR = new ReasonCode("witness.too-far");

  /** The signal is stronger than physics allows over the distance (bad_rssi). */
  public static final ReasonCode TOO_STRONG = new ReasonCode("witness.too-strong");

  /** HIP-106: nobody heard the device's own beacons of late (gateway_no_valid_beacons, gateway_no_valid_witnesses). */
  public static final ReasonCode NOT_RECIPROCAL = new ReasonCode("witness.not-reciprocal");

  /** A witness of a beacon that nobody reported, or whose report is not valid. */
  public static final ReasonCode NO_BEACON = new ReasonCode("witness.no-beacon");

  /** The witness is valid; 14 earlier ones were chosen (HIP-83). */
  public static final ReasonCode NOT_SELECTED = new ReasonCode("witness.not-selected");

  /** What a beacon was worth: witnesses, units in 1e-4 (HIP-15), scale in 1e-4 (HIP-17). */
  public static final ReasonCode BEACON = new ReasonCode("witness.beacon");

  /** What a witness was worth: witnesses, units in 1e-4 (HIP-15), the beaconer's scale in 1e-4 (HIP-17). */
  public static final ReasonCode WITNESS = new ReasonCode("witness.witness");

  private WitnessReasons() {}
}
