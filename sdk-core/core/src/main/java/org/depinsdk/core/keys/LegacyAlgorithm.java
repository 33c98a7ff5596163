package org.depinsdk.core.keys;

/**
 * Algorithms that deployed hardware still signs with and that no new device should. Nothing here can enrol as a {@link
 * org.depinsdk.core.identity.DeviceKey}; {@link LegacyKey} verifies what such hardware signed, and nothing more.
 */
public enum LegacyAlgorithm {
  /** ECDSA on NIST P-192, 96 bits of security: GNSS receivers that sign their own output. */
  LEGACY_P192(24),
  /** ECDSA on P-256 with a key of which only x is known; y is the smaller root, as in Helium's compact keys. */
  LEGACY_P256_X_ONLY(32);

  private final int coordinateBytes;

  LegacyAlgorithm(int coordinateBytes) {
    this.coordinateBytes = coordinateBytes;
  }

  /**
   * Length of a coordinate, and of r and of s.
   *
   * @return bytes
   */
  public int coordinateBytes() {
    return coordinateBytes;
  }
}
