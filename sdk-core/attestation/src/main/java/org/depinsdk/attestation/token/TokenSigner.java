package org.depinsdk.attestation.token;

/** Signs tokens with a key that it holds. */
@FunctionalInterface
public interface TokenSigner {
  /**
   * Signs.
   *
   * @param signedBytes what the signature covers
   * @return the signature in the form of COSE and JOSE: r || s for ECDSA
   */
  byte[] sign(byte[] signedBytes);
}
