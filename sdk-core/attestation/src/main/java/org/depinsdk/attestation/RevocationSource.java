package org.depinsdk.attestation;

import java.time.Instant;
import org.depinsdk.core.encoding.Bytes32;

/** A list of withdrawn certificates as it stood at one time. It does no I/O: who fetches the list makes a new one. */
public interface RevocationSource {
  /**
   * The status of a certificate.
   *
   * @param certificate whose signature was verified
   * @param issuer the key that signed it
   * @param at when the status is asked for; what is withdrawn later is good
   * @return the status
   */
  RevocationStatus status(Certificate certificate, AttestedKey issuer, Instant at);

  /**
   * When the list was made.
   *
   * @return the instant that its maker states, or at which it was fetched
   */
  Instant asOf();

  /**
   * Identifies the list.
   *
   * @return SHA-256 of its content
   */
  Bytes32 digest();
}
