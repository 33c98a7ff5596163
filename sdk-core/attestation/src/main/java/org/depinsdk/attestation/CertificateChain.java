package org.depinsdk.attestation;

import java.util.List;
import java.util.Optional;

/**
 * A chain that was validated, with whatever outcome.
 *
 * @param certificates those that could be read, the device's first, without the anchor's own
 * @param anchor the pinned key that the chain ends in; empty if it ends in none
 * @param valid whether nothing was found that contraindicates the chain
 */
public record CertificateChain(
    List<Certificate> certificates, Optional<TrustAnchor> anchor, boolean valid) {
  /** Copies. */
  public CertificateChain {
    certificates = List.copyOf(certificates);
  }

  /**
   * The device's certificate.
   *
   * @return the first
   */
  public Certificate leaf() {
    return certificates.get(0);
  }

  /**
   * What a claim may be affirmed by.
   *
   * @return the anchor's reference; empty if the chain is not valid
   */
  public Optional<Reference> basis() {
    return valid ? anchor.map(TrustAnchor::reference) : Optional.empty();
  }
}
