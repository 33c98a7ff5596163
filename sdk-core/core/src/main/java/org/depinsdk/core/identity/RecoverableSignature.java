package org.depinsdk.core.identity;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.depinsdk.core.encoding.EncodingException;

/**
 * A secp256k1 signature in the 65 bytes of Ethereum: r, s, and v, from which the key is recovered (SEC 1 section 4.1.6).
 * Only low s is taken (EIP-2), and of the four candidates the two whose r is below the curve's order, as in Ethereum.
 */
public final class RecoverableSignature {
  /** Length in bytes. */
  public static final int BYTES = 65;

  private static final int V_OFFSET = 27;

  private final EcdsaSignature signature;
  private final int parity;

  private RecoverableSignature(EcdsaSignature signature, int parity) {
    this.signature = signature;
    this.parity = parity;
  }

  /**
   * Reads the 65 bytes.
   *
   * @param bytes r || s || v, v as 27 or 28, or as 0 or 1
   * @return the signature
   * @throws EncodingException if the length or v is wrong, or s is high
   */
  public static RecoverableSignature ofBytes(byte[] bytes) throws EncodingException {
    if (bytes.length != BYTES) {
      throw new EncodingException("a recoverable signature has 65 bytes, not " + bytes.length);
    }
    int v = bytes[64] >= V_OFFSET ? bytes[64] - V_OFFSET : bytes[64];
    if (v != 0 && v != 1) {
      throw new EncodingException("v must be 27, 28, 0 or 1, not " + (bytes[64] & 0xff));
    }
    EcdsaSignature signature = EcdsaSignature.ofRaw(Arrays.copyOf(bytes, EcdsaSignature.RAW_BYTES));
    if (signature.s().compareTo(EcdsaPoint.SECP256K1.getN().shiftRight(1)) > 0) {
      throw new EncodingException("s is high (EIP-2)");
    }
    return new RecoverableSignature(signature, v);
  }

  /**
   * Finds the v of a signature.
   *
   * @param payload what was signed
   * @param raw 64 bytes, valid under the key
   * @param key the key that signed
   * @return the signature with its v, empty if the key did not sign the payload
   */
  public static Optional<RecoverableSignature> of(
      SignedPayload payload, byte[] raw, Secp256k1Key key) {
    if (!key.verify(payload, raw)) {
      return Optional.empty();
    }
    try {
      EcdsaSignature signature = EcdsaSignature.ofRaw(raw);
      for (int parity = 0; parity <= 1; parity++) {
        RecoverableSignature candidate = new RecoverableSignature(signature, parity);
        if (candidate.recover(payload).filter(key::equals).isPresent()) {
          return Optional.of(candidate);
        }
      }
      return Optional.empty();
    } catch (EncodingException e) {
      throw new IllegalStateException("a signature that verifies is well-formed", e);
    }
  }

  /**
   * The key that signed, if anyone did.
   *
   * @param payload what was signed
   * @return the one key under which the signature is valid, empty if there is none
   */
  public Optional<Secp256k1Key> recover(SignedPayload payload) {
    BigInteger n = EcdsaPoint.SECP256K1.getN();
    ECCurve curve = EcdsaPoint.SECP256K1.getCurve();
    if (signature.r().compareTo(n) >= 0) {
      return Optional.empty();
    }
    byte[] compressed = new byte[33];
    compressed[0] = (byte) (2 + parity);
    System.arraycopy(signature.raw(), 0, compressed, 1, 32);
    try {
      ECPoint nonce = curve.decodePoint(compressed);
      BigInteger digest = new BigInteger(1, payload.ecdsaDigest());
      BigInteger inverse = signature.r().modInverse(n);
      // spec| Q = r^-1 (sR - eG)
      ECPoint key = ECAlgorithms.sumOfTwoMultiplies(
              EcdsaPoint.SECP256K1.getG(),
              digest.negate().multiply(inverse).mod(n),
              nonce,
              signature.s().multiply(inverse).mod(n))
          .normalize();
      return key.isInfinity()
          ? Optional.empty()
          : Optional.of(Secp256k1Key.of(key.getEncoded(true)));
    } catch (IllegalArgumentException | InvalidKeyException e) {
      return Optional.empty();
    }
  }

  /**
   * The signature without v, as a {@link DeviceKey} verifies it.
   *
   * @return 64 bytes
   */
  public byte[] raw() {
    return signature.raw();
  }

  /**
   * The 65 bytes.
   *
   * @return r || s || v, v as 27 or 28
   */
  public byte[] bytes() {
    byte[] bytes = Arrays.copyOf(signature.raw(), BYTES);
    bytes[64] = (byte) (V_OFFSET + parity);
    return bytes;
  }
}
