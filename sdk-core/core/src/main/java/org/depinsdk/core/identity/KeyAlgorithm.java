package org.depinsdk.core.identity;

/** The signature algorithms that a device key can have. It comes from the enrolled key, never from a message. */
public enum KeyAlgorithm {
  /** Ed25519 (RFC 8032), 32-byte public keys. */
  ED25519("Ed25519", 0xed, 32, -8),
  /** ECDSA on NIST P-256 with SHA-256 (FIPS 186-5), 33-byte compressed public keys. */
  P256("P-256", 0x1200, 33, -7),
  /** ECDSA on secp256k1 with SHA-256 (SEC 2), 33-byte compressed public keys. */
  SECP256K1("secp256k1", 0xe7, 33, -47);

  private final String label;
  private final int multicodec;
  private final int encodedLength;
  private final long coseAlgorithm;

  KeyAlgorithm(String label, int multicodec, int encodedLength, long coseAlgorithm) {
    this.label = label;
    this.multicodec = multicodec;
    this.encodedLength = encodedLength;
    this.coseAlgorithm = coseAlgorithm;
  }

  /**
   * The name in its standard.
   *
   * @return for example {@code P-256}
   */
  public String label() {
    return label;
  }

  /**
   * The code of the multicodec table, as in did:key.
   *
   * @return for example {@code 0xed}
   */
  public int multicodec() {
    return multicodec;
  }

  /**
   * Length of the one canonical public key encoding.
   *
   * @return bytes
   */
  public int encodedLength() {
    return encodedLength;
  }

  /**
   * The number of the COSE algorithm registry (RFC 9053, RFC 8812).
   *
   * @return EdDSA -8, ES256 -7 or ES256K -47
   */
  public long coseAlgorithm() {
    return coseAlgorithm;
  }
}
