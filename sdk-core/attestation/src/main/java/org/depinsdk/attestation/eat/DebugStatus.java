package org.depinsdk.attestation.eat;

import java.util.Locale;

/** Whether a debugger can get in (RFC 9711 section 4.2.9), in the order of its numbers. */
public enum DebugStatus {
  /** It can. */
  ENABLED,
  /** It cannot now. */
  DISABLED,
  /** It could not since the device booted. */
  DISABLED_SINCE_BOOT,
  /** It can never, but the manufacturer can allow it. */
  DISABLED_PERMANENTLY,
  /** It can never, and nobody can allow it. */
  DISABLED_FULLY_AND_PERMANENTLY;

  /**
   * The name in JSON.
   *
   * @return for example {@code disabled-since-boot}
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
