package org.depinsdk.attestation.tpm;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import org.bouncycastle.jcajce.provider.asymmetric.util.EC5Util;
import org.depinsdk.core.encoding.EncodingException;
import org.jspecify.annotations.Nullable;

/**
 * The public area of a key in a TPM (TPMT_PUBLIC, TPM 2.0 part 2 section 12.2): RSA of 2,048 to 4,096 bits, or a NIST curve.
 */
final class TpmPublicArea {
  /** Longest that is read. */
  static final int MAX_BYTES = 1024;

  // TPMA_OBJECT, part 2 section 8.3
  static final int FIXED_TPM = 1 << 1;
  static final int FIXED_PARENT = 1 << 4;
  static final int SENSITIVE_DATA_ORIGIN = 1 << 5;
  /** Of a key that was generated in the TPM and cannot leave it. */
  static final int BORN_HERE = FIXED_TPM | FIXED_PARENT | SENSITIVE_DATA_ORIGIN;

  static final int RESTRICTED = 1 << 16;
  static final int DECRYPT = 1 << 17;
  static final int SIGN = 1 << 18;

  private static final int RSA = 0x0001;
  private static final int ECC = 0x0023;
  private static final int NONE = 0x0010;
  private static final int RSAES = 0x0015;
  private static final int ECDAA = 0x001a;
  private static final int DEFAULT_EXPONENT = 65537;
  private static final int MAX_RSA_BITS = 4096;
  private static final int MIN_RSA_BITS = 2048;

  private final byte[] bytes;
  private final TpmHash nameHash;
  private final int attributes;
  private final int scheme;
  private final @Nullable TpmHash schemeHash;
  private final PublicKey key;

  private TpmPublicArea(
      byte[] bytes,
      TpmHash nameHash,
      int attributes,
      int scheme,
      @Nullable TpmHash schemeHash,
      PublicKey key) {
    this.bytes = bytes.clone();
    this.nameHash = nameHash;
    this.attributes = attributes;
    this.scheme = scheme;
    this.schemeHash = schemeHash;
    this.key = key;
  }

  static TpmPublicArea parse(byte[] bytes) throws EncodingException {
    TpmInput in = TpmInput.bigEndian(bytes, "TPMT_PUBLIC");
    if (bytes.length > MAX_BYTES) {
      throw in.error("size", bytes.length + " bytes, at most " + MAX_BYTES + " expected");
    }
    int type = in.u16("type");
    if (type != RSA && type != ECC) {
      throw in.error("type", "0x" + Integer.toHexString(type) + ", RSA or ECC expected");
    }
    TpmHash nameHash = hash(in, "nameAlg");
    int attributes = (int) in.u32("objectAttributes");
    in.sized(TpmHash.SHA512.bytes(), "authPolicy");
    if (in.u16("symmetric") != NONE) {
      in.u16("symmetric keyBits");
      in.u16("symmetric mode");
    }
    int scheme = in.u16("scheme");
    TpmHash schemeHash = scheme == NONE || scheme == RSAES ? null : hash(in, "scheme hash");
    if (scheme == ECDAA) {
      in.u16("scheme count");
    }
    PublicKey key = type == RSA ? rsa(in) : ecc(in);
    in.end();
    return new TpmPublicArea(bytes, nameHash, attributes, scheme, schemeHash, key);
  }

  private static TpmHash hash(TpmInput in, String field) throws EncodingException {
    int id = in.u16(field);
    return TpmHash.of(id)
        .orElseThrow(
            () -> in.error(field, "0x" + Integer.toHexString(id) + ", a SHA hash expected"));
  }

  private static PublicKey rsa(TpmInput in) throws EncodingException {
    int bits = in.u16("keyBits");
    long exponent = in.u32("exponent");
    BigInteger modulus = new BigInteger(1, in.sized(MAX_RSA_BITS / 8, "unique"));
    if (bits < MIN_RSA_BITS || modulus.bitLength() != bits || !modulus.testBit(0)) {
      throw in.error(
          "unique",
          "no odd modulus of " + bits + " bits, " + MIN_RSA_BITS + " to " + MAX_RSA_BITS
              + " expected");
    }
    if (exponent != 0 && exponent != DEFAULT_EXPONENT) {
      throw in.error("exponent", exponent + ", 65537 expected");
    }
    RSAPublicKeySpec spec = new RSAPublicKeySpec(modulus, BigInteger.valueOf(DEFAULT_EXPONENT));
    try {
      return KeyFactory.getInstance("RSA").generatePublic(spec);
    } catch (GeneralSecurityException e) {
      throw in.error("unique", "no RSA key");
    }
  }

  private static PublicKey ecc(TpmInput in) throws EncodingException {
    int curve = in.u16("curveID");
    String name = switch (curve) {
      case 3 -> "secp256r1";
      case 4 -> "secp384r1";
      case 5 -> "secp521r1";
      default -> throw in.error("curveID", curve + ", 3, 4 or 5 (P-256, P-384, P-521) expected");
    };
    if (in.u16("kdf") != NONE) {
      in.u16("kdf hash");
    }
    BigInteger x = new BigInteger(1, in.sized(66, "x"));
    BigInteger y = new BigInteger(1, in.sized(66, "y"));
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(name));
      return point(parameters.getParameterSpec(ECParameterSpec.class), x, y);
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw in.error("unique", "no point of " + name);
    }
  }

  /**
   * A point of a curve.
   *
   * @throws IllegalArgumentException if it is not on the curve, which Java itself would not notice
   */
  static PublicKey point(ECParameterSpec curve, BigInteger x, BigInteger y)
      throws GeneralSecurityException {
    checkPoint(curve, x, y);
    return KeyFactory.getInstance("EC")
        .generatePublic(new ECPublicKeySpec(new ECPoint(x, y), curve));
  }

  /**
   * A key that is not on an elliptic curve, or on its curve.
   *
   * @throws IllegalArgumentException if it is not on its curve, which Java itself would not notice
   */
  static PublicKey checked(PublicKey key) {
    if (key instanceof ECPublicKey ec) {
      checkPoint(ec.getParams(), ec.getW().getAffineX(), ec.getW().getAffineY());
    }
    return key;
  }

  private static void checkPoint(ECParameterSpec curve, BigInteger x, BigInteger y) {
    EC5Util.convertCurve(curve.getCurve()).validatePoint(x, y);
  }

  /** The key. */
  PublicKey key() {
    return key;
  }

  boolean has(int attribute) {
    return (attributes & attribute) == attribute;
  }

  /** TPM_ALG_ID of the one scheme that the key signs with, which a restricted key must have. */
  int scheme() {
    return scheme;
  }

  /** The hash of that scheme; null if there is none. */
  @Nullable
  TpmHash schemeHash() {
    return schemeHash;
  }

  /** What the TPM calls the key: the hash algorithm and the hash of this area (part 1 section 16). */
  byte[] name() {
    byte[] hash = nameHash.hash(bytes);
    byte[] name = new byte[2 + hash.length];
    name[0] = (byte) (nameHash.id() >>> 8);
    name[1] = (byte) nameHash.id();
    System.arraycopy(hash, 0, name, 2, hash.length);
    return name;
  }
}
