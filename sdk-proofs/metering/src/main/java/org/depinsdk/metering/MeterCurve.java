package org.depinsdk.metering;

import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.params.ECDomainParameters;

/**
 * The curves on which meters sign (OCMF 1.4 table 22, "SA"). Most of them are not in the JDK; all of them have cofactor
 * 1, so that a point on the curve is in the group.
 */
public enum MeterCurve {
  /** NIST P-192, also Alfen's curve. */
  SECP192R1("secp192r1", "1.2.840.10045.3.1.1"),
  /** SEC 2 Koblitz curve of 192 bits. */
  SECP192K1("secp192k1", "1.3.132.0.31"),
  /** NIST P-256, OCMF's default. */
  SECP256R1("secp256r1", "1.2.840.10045.3.1.7"),
  /** SEC 2 Koblitz curve of 256 bits. */
  SECP256K1("secp256k1", "1.3.132.0.10"),
  /** NIST P-384. */
  SECP384R1("secp384r1", "1.3.132.0.34"),
  /** NIST P-521. */
  SECP521R1("secp521r1", "1.3.132.0.35"),
  /** RFC 5639, 256 bits. */
  BRAINPOOL256R1("brainpoolP256r1", "1.3.36.3.3.2.8.1.1.7"),
  /** RFC 5639, 384 bits. */
  BRAINPOOL384R1("brainpoolP384r1", "1.3.36.3.3.2.8.1.1.11");

  private final String curveName;
  private final String oid;
  private final ECDomainParameters domain;

  MeterCurve(String curveName, String oid) {
    this.curveName = curveName;
    this.oid = oid;
    X9ECParameters parameters = ECNamedCurveTable.getByName(curveName);
    this.domain = new ECDomainParameters(
        parameters.getCurve(), parameters.getG(), parameters.getN(), parameters.getH());
  }

  /**
   * The curve's name in SEC 2 or RFC 5639.
   *
   * @return for example {@code secp256r1}
   */
  public String curveName() {
    return curveName;
  }

  /**
   * The curve's object identifier, as it is in a SubjectPublicKeyInfo.
   *
   * @return dotted decimal
   */
  public String oid() {
    return oid;
  }

  /**
   * Bytes of one coordinate, and of r and s in a raw signature.
   *
   * @return 24 to 66
   */
  public int fieldBytes() {
    return (domain.getCurve().getFieldSize() + 7) / 8;
  }

  /**
   * Finds a curve by the name that OCMF's signature algorithms use, in any case; brainpool curves with or without the P.
   *
   * @param name for example {@code secp192k1} or {@code brainpool256r1}
   * @return empty where the curve is not known
   */
  public static Optional<MeterCurve> ofName(String name) {
    String lower = name.toLowerCase(Locale.ROOT).replace("brainpoolp", "brainpool");
    for (MeterCurve curve : values()) {
      if (curve.name().toLowerCase(Locale.ROOT).equals(lower)) {
        return Optional.of(curve);
      }
    }
    return Optional.empty();
  }

  static Optional<MeterCurve> ofOid(String oid) {
    for (MeterCurve curve : values()) {
      if (curve.oid.equals(oid)) {
        return Optional.of(curve);
      }
    }
    return Optional.empty();
  }

  ECDomainParameters domain() {
    return domain;
  }
}
