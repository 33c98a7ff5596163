package org.depinsdk.hardware.tpm;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.keys.Sec1Key;

/**
 * The public area of a key that a device may sign with (TPMT_PUBLIC, TPM 2.0 part 2 section 12.2): ECDSA with SHA-256 on
 * P-256, generated inside this TPM, bound to it, for signing alone and unrestricted.
 */
final class PublicArea {
  /** Longest TPMT_PUBLIC that is read; one of P-256 has 88 bytes. */
  static final int MAX_BYTES = 512;

  private static final int ECC = 0x0023;
  static final int SHA256 = 0x000b;
  private static final int NONE = 0x0010;
  private static final int AES = 0x0006;
  private static final int CFB = 0x0043;
  static final int ECDSA = 0x0018;
  private static final int NIST_P256 = 0x0003;

  // TPMA_OBJECT, part 2 section 8.3
  private static final int FIXED_TPM = 1 << 1;
  private static final int FIXED_PARENT = 1 << 4;
  private static final int SENSITIVE_DATA_ORIGIN = 1 << 5;
  private static final int USER_WITH_AUTH = 1 << 6;
  private static final int NO_DA = 1 << 10;
  private static final int RESTRICTED = 1 << 16;
  private static final int DECRYPT = 1 << 17;
  private static final int SIGN = 1 << 18;
  private static final int BORN_HERE = FIXED_TPM | FIXED_PARENT | SENSITIVE_DATA_ORIGIN;

  /** A key that is there and that this signer will not use. */
  static final class Unsuitable extends Exception {
    private static final long serialVersionUID = 1L;

    Unsuitable(String message) {
      super(message);
    }
  }

  private final byte[] bytes;
  private final DeviceKey key;

  private PublicArea(byte[] bytes, DeviceKey key) {
    this.bytes = bytes;
    this.key = key;
  }

  /**
   * The parent of keys in files: the storage key that every TPM derives anew from its owner seed, by the template of the
   * TSS2 key file format (ECC P-256, AES-128-CFB, no auth value, empty unique).
   */
  static byte[] storageTemplate() {
    return template(BORN_HERE | USER_WITH_AUTH | NO_DA | RESTRICTED | DECRYPT)
        .u16(AES)
        .u16(128)
        .u16(CFB)
        .u16(NONE)
        .u16(NIST_P256)
        .u16(NONE)
        .u16(0)
        .u16(0)
        .bytes();
  }

  /** The template of a device's key. */
  static byte[] signingTemplate(boolean dictionaryAttackProtection) {
    int protection = dictionaryAttackProtection ? 0 : NO_DA;
    return template(BORN_HERE | USER_WITH_AUTH | SIGN | protection)
        .u16(NONE)
        .u16(ECDSA)
        .u16(SHA256)
        .u16(NIST_P256)
        .u16(NONE)
        .u16(0)
        .u16(0)
        .bytes();
  }

  /** The template of a key that attests: it signs what the TPM says, and nothing else. Another label, another key. */
  static byte[] attestationTemplate(byte[] label) {
    return template(BORN_HERE | USER_WITH_AUTH | NO_DA | RESTRICTED | SIGN)
        .u16(NONE)
        .u16(ECDSA)
        .u16(SHA256)
        .u16(NIST_P256)
        .u16(NONE)
        .sized(label)
        .u16(0)
        .bytes();
  }

  private static TpmWriter template(int attributes) {
    return new TpmWriter().u16(ECC).u16(SHA256).u32(attributes).u16(0);
  }

  static PublicArea parse(byte[] bytes) throws TpmReader.Malformed, Unsuitable {
    TpmReader in = new TpmReader(bytes);
    int type = in.u16("type");
    int nameHash = in.u16("nameAlg");
    int attributes = in.u32("objectAttributes");
    suitable(type == ECC, "not an elliptic curve key");
    suitable(nameHash == SHA256, "named by another hash than SHA-256");
    suitable((attributes & BORN_HERE) == BORN_HERE, "not generated in this TPM and bound to it");
    suitable((attributes & SIGN) != 0, "not for signing");
    suitable((attributes & DECRYPT) == 0, "for decryption too");
    suitable(
        (attributes & RESTRICTED) == 0,
        "restricted: it attests what the TPM says and signs no payload that is hashed outside");
    suitable((attributes & USER_WITH_AUTH) != 0, "usable by policy alone, not by an auth value");
    in.sized(64, "authPolicy");
    suitable(in.u16("symmetric") == NONE, "with a symmetric scheme");
    int scheme = in.u16("scheme");
    if (scheme != NONE) {
      suitable(scheme == ECDSA && in.u16("hashAlg") == SHA256, "not for ECDSA with SHA-256");
    }
    suitable(in.u16("curveID") == NIST_P256, "of another curve than P-256");
    suitable(in.u16("kdf") == NONE, "with a key derivation scheme");
    byte[] x = coordinate(in, "x");
    byte[] y = coordinate(in, "y");
    in.end("a public area");
    byte[] point = new byte[65];
    point[0] = 4;
    System.arraycopy(x, 0, point, 1, 32);
    System.arraycopy(y, 0, point, 33, 32);
    try {
      return new PublicArea(bytes.clone(), Sec1Key.decode(KeyAlgorithm.P256, point));
    } catch (InvalidKeyException e) {
      throw new TpmReader.Malformed("the public key is " + e.getMessage());
    }
  }

  /** A number of 256 bits; some TPMs leave leading zeros out. */
  static byte[] coordinate(TpmReader in, String field) throws TpmReader.Malformed {
    byte[] number = in.sized(32, field);
    byte[] padded = new byte[32];
    System.arraycopy(number, 0, padded, 32 - number.length, number.length);
    return padded;
  }

  private static void suitable(boolean condition, String what) throws Unsuitable {
    if (!condition) {
      throw new Unsuitable("the key is " + what);
    }
  }

  DeviceKey key() {
    return key;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** What the TPM calls the key: the hash algorithm and the hash of this area (part 1 section 16). */
  byte[] name() {
    return name(bytes);
  }

  static byte[] name(byte[] publicArea) {
    return new TpmWriter().u16(SHA256).raw(sha256(publicArea)).bytes();
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicArea area && Arrays.equals(bytes, area.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
