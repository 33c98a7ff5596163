package org.depinsdk.core.beacon;

/** How a drand network signs: BLS signatures on BLS12-381, a message, and a domain separation tag (drand crypto/schemes.go). */
public enum DrandScheme {
  /** The default network: each round signs the previous signature too; signatures on G2. */
  CHAINED("pedersen-bls-chained", true, false, DrandScheme.TAG_G2),
  /** Rounds stand alone; signatures on G2. */
  UNCHAINED("pedersen-bls-unchained", false, false, DrandScheme.TAG_G2),
  /** Rounds stand alone; signatures on G1, hashed as RFC 9380 asks: quicknet. */
  UNCHAINED_G1_RFC9380("bls-unchained-g1-rfc9380", false, true, DrandScheme.TAG_G1),
  /** As before, with the tag of G2 by mistake: the network fastnet, which has ended. For its old rounds only. */
  LEGACY_UNCHAINED_ON_G1("bls-unchained-on-g1", false, true, DrandScheme.TAG_G2);

  private static final String TAG_G1 = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";
  private static final String TAG_G2 = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_";
  private static final int G1_BYTES = 48;
  private static final int G2_BYTES = 96;

  private final String id;
  private final boolean chained;
  private final boolean signatureOnG1;
  private final String tag;

  DrandScheme(String id, boolean chained, boolean signatureOnG1, String tag) {
    this.id = id;
    this.chained = chained;
    this.signatureOnG1 = signatureOnG1;
    this.tag = tag;
  }

  /**
   * The scheme's name in drand's chain information.
   *
   * @return for example {@code pedersen-bls-chained}
   */
  public String id() {
    return id;
  }

  /**
   * Whether a round signs the previous round's signature.
   *
   * @return true for the default network
   */
  public boolean isChained() {
    return chained;
  }

  boolean isSignatureOnG1() {
    return signatureOnG1;
  }

  String domainSeparationTag() {
    return tag;
  }

  /**
   * Length of a signature.
   *
   * @return 48 or 96 bytes
   */
  public int signatureBytes() {
    return signatureOnG1 ? G1_BYTES : G2_BYTES;
  }

  /**
   * Length of the network's public key.
   *
   * @return 96 or 48 bytes
   */
  public int publicKeyBytes() {
    return signatureOnG1 ? G2_BYTES : G1_BYTES;
  }
}
