package org.depinsdk.attestation.enrolment;

import java.time.Instant;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.Certificate;
import org.depinsdk.attestation.RevocationSource;
import org.depinsdk.attestation.RevocationStatus;
import org.depinsdk.core.encoding.Bytes32;

/** Stands for a list that was not fetched yet: nothing is known of any certificate. */
enum MissingList implements RevocationSource {
  INSTANCE;

  @Override
  public RevocationStatus status(Certificate certificate, AttestedKey issuer, Instant at) {
    return RevocationStatus.UNKNOWN;
  }

  @Override
  public Instant asOf() {
    return Instant.EPOCH;
  }

  @Override
  public Bytes32 digest() {
    return Bytes32.ZERO;
  }
}
