package org.depinsdk.radio.witness;

import java.util.Arrays;
import java.util.Objects;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.proofs.Fields;

/** What a device says about a beacon: that it sent one, or that it heard one. */
public sealed interface RadioReport {
  /** Length of a beacon's packet; Helium's has as many bytes. */
  int PACKET_BYTES = 51;

  /** Length of the packet's beginning that names the beacon. */
  int TAG_BYTES = 8;

  /** Highest frequency that is taken, in hertz. */
  int MAX_FREQUENCY_HZ = 2_000_000_000;

  /**
   * The packet as it was sent or received.
   *
   * @return a fresh copy, {@value #PACKET_BYTES} bytes
   */
  byte[] packet();

  /**
   * The frequency on which it was sent or received.
   *
   * @return hertz
   */
  int frequencyHz();

  /**
   * The first bytes of the packet: which beacon this is.
   *
   * @return 16 hexadecimal digits
   */
  default String tag() {
    return Hex.encode(Arrays.copyOf(packet(), TAG_BYTES));
  }

  /**
   * A beacon that was sent.
   *
   * @param localEntropy 4 to 32 bytes that the device drew and kept to itself until now; copied
   * @param packet as it was sent; copied
   * @param frequencyHz on which it was sent
   * @param dataRate for example {@code SF9BW125}, at most 16 characters
   * @param txPowerDbm at the antenna port, -30 to 50
   */
  record Sent(byte[] localEntropy, byte[] packet, int frequencyHz, String dataRate, int txPowerDbm)
      implements RadioReport {
    /** Checks the ranges and copies. */
    public Sent {
      Fields.size("localEntropy", localEntropy.length, 4, 32, "bytes");
      check(packet, frequencyHz);
      Fields.size("dataRate", dataRate.length(), 0, 16, "characters");
      Fields.range("txPowerDbm", txPowerDbm, -30, 50);
      localEntropy = localEntropy.clone();
      packet = packet.clone();
    }

    /**
     * The device's own secret.
     *
     * @return a fresh copy
     */
    @Override
    public byte[] localEntropy() {
      return localEntropy.clone();
    }

    @Override
    public byte[] packet() {
      return packet.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Sent s
          && Arrays.equals(localEntropy, s.localEntropy)
          && Arrays.equals(packet, s.packet)
          && frequencyHz == s.frequencyHz
          && dataRate.equals(s.dataRate)
          && txPowerDbm == s.txPowerDbm;
    }

    @Override
    public int hashCode() {
      return Objects.hash(Arrays.hashCode(packet), frequencyHz, dataRate, txPowerDbm);
    }
  }

  /**
   * A beacon that was heard.
   *
   * @param packet as it was received; copied
   * @param frequencyHz on which it was received
   * @param signalDeciDbm received signal strength in tenths of a dBm, -2000 to 500
   */
  record Heard(byte[] packet, int frequencyHz, int signalDeciDbm) implements RadioReport {
    /** Checks the ranges and copies. */
    public Heard {
      check(packet, frequencyHz);
      Fields.range("signalDeciDbm", signalDeciDbm, -2_000, 500);
      packet = packet.clone();
    }

    @Override
    public byte[] packet() {
      return packet.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Heard h
          && Arrays.equals(packet, h.packet)
          && frequencyHz == h.frequencyHz
          && signalDeciDbm == h.signalDeciDbm;
    }

    @Override
    public int hashCode() {
      return Objects.hash(Arrays.hashCode(packet), frequencyHz, signalDeciDbm);
    }
  }

  private static void check(byte[] packet, int frequencyHz) {
    Fields.size("packet", packet.length, PACKET_BYTES, PACKET_BYTES, "bytes");
    Fields.range("frequencyHz", Integer.toUnsignedLong(frequencyHz), 1, MAX_FREQUENCY_HZ);
  }
}
