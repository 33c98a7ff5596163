package org.depinsdk.core.identity;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.util.BigIntegers;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;

/**
 * An ECDSA signature over a curve of 256 bits, in its two forms: raw (IEEE P1363, r || s, 64 bytes), which this SDK stores
 * and sends, and DER (RFC 3279 section 2.2.3), which secure elements, X.509 tools and Helium write. Each form is read in
 * its one strict encoding, so that both ways give the same bytes back.
 *
 * <p>Whether r and s are below a curve's order, and whether s is low, is the key's rule: see {@link DeviceKey#verify}.
 */
public final class EcdsaSignature {
  /** Length of the raw form. */
  public static final int RAW_BYTES = 64;

  /** Longest DER form: a sequence header, and two integers of at most 33 bytes with their headers. */
  public static final int MAX_DER_BYTES = 2 + 2 * (2 + 33);

  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;

  private final BigInteger r;
  private final BigInteger s;

  private EcdsaSignature(BigInteger r, BigInteger s) {
    this.r = r;
    this.s = s;
  }

  /**
   * Reads the raw form.
   *
   * @param raw exactly 64 bytes, r || s, big-endian, neither of them zero
   * @return the signature
   * @throws EncodingException if the length is another or r or s is zero
   */
  public static EcdsaSignature ofRaw(byte[] raw) throws EncodingException {
    if (raw.length != RAW_BYTES) {
      throw new EncodingException("a raw ECDSA signature has 64 bytes, not " + raw.length);
    }
    return of(
        new BigInteger(1, Arrays.copyOfRange(raw, 0, 32)),
        new BigInteger(1, Arrays.copyOfRange(raw, 32, RAW_BYTES)));
  }

  /**
   * Reads the DER form: short lengths only, shortest integers, nothing after them.
   *
   * @param der SEQUENCE of INTEGER r and INTEGER s, both from 1 to 2^256 - 1
   * @return the signature
   * @throws EncodingException if the bytes are not the one DER encoding of such a pair
   */
  public static EcdsaSignature ofDer(byte[] der) throws EncodingException {
    if (der.length > MAX_DER_BYTES) {
      throw new EncodingException(
          "a DER ECDSA signature has at most " + MAX_DER_BYTES + " bytes, not " + der.length);
    }
    if (der.length < 2 || der[0] != SEQUENCE || der[1] != der.length - 2) {
      throw notDer("the sequence's header", der);
    }
    int sAt = 4 + integerLength(der, 2);
    BigInteger r = integer(der, 2);
    if (sAt + 2 + integerLength(der, sAt) != der.length) {
      throw notDer("what follows s", der);
    }
    return of(r, integer(der, sAt));
  }

  private static EcdsaSignature of(BigInteger r, BigInteger s) throws EncodingException {
    if (r.signum() == 0 || s.signum() == 0) {
      throw new EncodingException("r and s of an ECDSA signature are 1 or more, not 0");
    }
    return new EcdsaSignature(r, s);
  }

  // X.690 8.3: the contents octets are the shortest two's complement form, at least one octet
  private static int integerLength(byte[] der, int at) throws EncodingException {
    if (at + 2 > der.length || der[at] != INTEGER) {
      throw notDer("an integer's header at byte " + at, der);
    }
    int length = der[at + 1];
    if (length < 1 || length > 33 || at + 2 + length > der.length) {
      throw notDer("an integer's length at byte " + (at + 1), der);
    }
    return length;
  }

  private static BigInteger integer(byte[] der, int at) throws EncodingException {
    int start = at + 2;
    int length = integerLength(der, at);
    boolean padded = der[start] == 0;
    if (der[start] < 0) {
      throw notDer("a negative integer at byte " + start, der);
    }
    if (padded && length > 1 && der[start + 1] >= 0) {
      throw notDer("a needless zero at byte " + start, der);
    }
    if (!padded && length > 32) {
      throw notDer("an integer of more than 256 bits at byte " + start, der);
    }
    return new BigInteger(1, Arrays.copyOfRange(der, start, start + length));
  }

  private static EncodingException notDer(String what, byte[] der) {
    return new EncodingException(
        "not a DER ECDSA signature, see " + what + ": " + EncodingException.shown(Hex.encode(der)));
  }

  /**
   * The first number.
   *
   * @return from 1 to 2^256 - 1
   */
  public BigInteger r() {
    return r;
  }

  /**
   * The second number.
   *
   * @return from 1 to 2^256 - 1
   */
  public BigInteger s() {
    return s;
  }

  /**
   * The same signature with the lower of its two s (BIP 62): s or n - s, which are both valid.
   *
   * @param algorithm whose order n it is
   * @return this, if s is low already or not below n
   * @throws IllegalArgumentException if the algorithm is not ECDSA
   */
  public EcdsaSignature lowS(KeyAlgorithm algorithm) {
    BigInteger n = switch (algorithm) {
      case P256 -> EcdsaPoint.P256.getN();
      case SECP256K1 -> EcdsaPoint.SECP256K1.getN();
      case ED25519 -> throw new IllegalArgumentException("Ed25519 is not ECDSA");
    };
    boolean high = s.compareTo(n.shiftRight(1)) > 0 && s.compareTo(n) < 0;
    return high ? new EcdsaSignature(r, n.subtract(s)) : this;
  }

  /** A signature of a format in which other programs write either s; what is no ECDSA signature is left as it is. */
  static byte[] foreign(KeyAlgorithm algorithm, byte[] raw) {
    try {
      return algorithm == KeyAlgorithm.ED25519
          ? raw
          : ofRaw(raw).lowS(algorithm).raw();
    } catch (EncodingException e) {
      return raw;
    }
  }

  /**
   * The raw form.
   *
   * @return 64 bytes, r || s
   */
  public byte[] raw() {
    byte[] raw = new byte[RAW_BYTES];
    BigIntegers.asUnsignedByteArray(r, raw, 0, 32);
    BigIntegers.asUnsignedByteArray(s, raw, 32, 32);
    return raw;
  }

  /**
   * The DER form.
   *
   * @return 8 to {@value #MAX_DER_BYTES} bytes
   */
  public byte[] der() {
    byte[] rBytes = r.toByteArray();
    byte[] sBytes = s.toByteArray();
    byte[] der = new byte[6 + rBytes.length + sBytes.length];
    der[0] = SEQUENCE;
    der[1] = (byte) (der.length - 2);
    put(der, 2, rBytes);
    put(der, 4 + rBytes.length, sBytes);
    return der;
  }

  private static void put(byte[] der, int at, byte[] integer) {
    der[at] = INTEGER;
    der[at + 1] = (byte) integer.length;
    System.arraycopy(integer, 0, der, at + 2, integer.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EcdsaSignature e && r.equals(e.r) && s.equals(e.s);
  }

  @Override
  public int hashCode() {
    return 31 * r.hashCode() + s.hashCode();
  }

  @Override
  public String toString() {
    return "EcdsaSignature[" + Hex.encode(raw()) + "]";
  }
}
