package org.depinsdk.attestation;

/** What a list says of a certificate. */
public enum RevocationStatus {
  /** The list covers the certificate and does not withdraw it. */
  GOOD,
  /** Withdrawn for ever. */
  REVOKED,
  /** Withdrawn for now. */
  SUSPENDED,
  /** The list does not cover the certificate, or cannot be read or verified. */
  UNKNOWN
}
