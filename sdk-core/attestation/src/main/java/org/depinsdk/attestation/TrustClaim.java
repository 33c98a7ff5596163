package org.depinsdk.attestation;

import java.util.Locale;
import org.depinsdk.core.encoding.EncodingException;

/** What a trust vector speaks of (AR4SI, section 2.3 of draft-ietf-rats-ar4si), in the order of its indices. */
public enum TrustClaim {
  /** Whether this is the device that it says. */
  INSTANCE_IDENTITY,
  /** How it is set up. */
  CONFIGURATION,
  /** What software runs. */
  EXECUTABLES,
  /** What its file system holds. */
  FILE_SYSTEM,
  /** What hardware it is made of. */
  HARDWARE,
  /** Whether its memory is closed to others. */
  RUNTIME_OPAQUE,
  /** Whether what it stores is closed to others. */
  STORAGE_OPAQUE,
  /** Whether the data that it passes on can be believed. */
  SOURCED_DATA;

  /**
   * The name in EAR.
   *
   * @return for example {@code instance-identity}
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads a name.
   *
   * @param label as {@link #label} writes it
   * @return the claim
   * @throws EncodingException if there is no such claim
   */
  public static TrustClaim parse(String label) throws EncodingException {
    return Labels.parse(TrustClaim.class, TrustClaim::label, label);
  }
}
