package org.depinsdk.attestation.enrolment;

import java.io.IOException;
import java.util.Optional;
import org.depinsdk.core.encoding.Bytes32;

/** Finds what a network keeps of attestations. */
public interface KeptEvidence {
  /** Nothing is kept. */
  KeptEvidence NONE = new KeptEvidence() {
    @Override
    public Optional<AppraisedEvidence> evidence(Bytes32 words) {
      return Optional.empty();
    }

    @Override
    public Optional<RevocationLists> lists(Bytes32 digest) {
      return Optional.empty();
    }
  };

  /**
   * The evidence behind an attestation.
   *
   * @param words SHA-256 of the device's signed words
   * @return empty if it is not there
   * @throws IOException if it cannot be read
   */
  Optional<AppraisedEvidence> evidence(Bytes32 words) throws IOException;

  /**
   * Revocation lists.
   *
   * @param digest of {@link RevocationLists#digest}
   * @return empty if they are not there
   * @throws IOException if they cannot be read
   */
  Optional<RevocationLists> lists(Bytes32 digest) throws IOException;
}
