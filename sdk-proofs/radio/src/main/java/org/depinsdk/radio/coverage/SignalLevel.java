package org.depinsdk.radio.coverage;

/** How well a cell is covered, best first. */
public enum SignalLevel {
  /** Above the first threshold. */
  HIGH,
  /** Above the second. */
  MEDIUM,
  /** Above the third. */
  LOW,
  /** Not covered. */
  NONE;

  /**
   * Where one level ends and the next begins. A signal on a threshold has the lower level.
   *
   * @param highDeciDbm above it HIGH
   * @param mediumDeciDbm above it MEDIUM
   * @param lowDeciDbm above it LOW
   */
  public record Thresholds(int highDeciDbm, int mediumDeciDbm, int lowDeciDbm) {
    /** Cellular radio (HIP-74): -95, -105, -115 dBm. */
    public static final Thresholds CELLULAR = new Thresholds(-950, -1050, -1150);

    /**
     * Wi-Fi: -65, -75, -85 dBm, what clients of IEEE 802.11 networks are commonly planned for; not taken from a live network.
     */
    public static final Thresholds WIFI = new Thresholds(-650, -750, -850);

    /** Checks the order. */
    public Thresholds {
      if (highDeciDbm < mediumDeciDbm || mediumDeciDbm < lowDeciDbm) {
        throw new IllegalArgumentException(
            "thresholds must fall, not " + highDeciDbm + ", " + mediumDeciDbm + ", " + lowDeciDbm);
      }
    }

    /**
     * The level of a signal.
     *
     * @param signalDeciDbm tenths of a dBm
     * @return its level
     */
    public SignalLevel levelOf(int signalDeciDbm) {
      if (signalDeciDbm > highDeciDbm) {
        return HIGH;
      }
      if (signalDeciDbm > mediumDeciDbm) {
        return MEDIUM;
      }
      return signalDeciDbm > lowDeciDbm ? LOW : NONE;
    }
  }
}
