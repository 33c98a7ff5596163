package org.depinsdk.core.identity;

import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.depinsdk.core.identity.internal.ed25519.VerifyingKey;

/**
 * An Ed25519 public key (RFC 8032), canonical, on the curve and in the prime-order group.
 *
 * <p>A signature R || S over a message M is valid under a key A if and only if
 *
 * <ol>
 *   <li>it has 64 bytes,
 *   <li>S, little-endian, is below the group order L,
 *   <li>R is the encoding of a curve point by RFC 8032 section 5.1.3: y is below p, and x = 0 has no sign. R may be of any
 *       order,
 *   <li>the cofactored equation holds: [8][S]B = [8]R + [8][k]A, where k is SHA-512(R || A || M) modulo L over the 32 bytes of
 *       R as they came.
 * </ol>
 *
 * <p>This is RFC 8032 section 5.1.7 to the letter. The equation is also that of ZIP-215, which alone is the same for one
 * signature and for a sum of many; so {@link SignatureBatch} gives the same verdicts. ZIP-215 differs in taking other
 * encodings of A and of R as well; here a point has one encoding. A verifier without the cofactor gives the same verdicts
 * but for signatures to which the holder of the secret key added a point of small order.
 *
 * <p>Verification takes time that depends on its input, all of which is public. Signing is {@link DeviceSigner}'s, by other
 * code. A key that has verified 16 signatures singly gets a table of 30 KiB that more than halves the time of the next ones;
 * at most 1,024 keys of a process hold a table, and those not used lately lose theirs first.
 */
public final class Ed25519Key implements DeviceKey {
  private final byte[] encoded;
  private final VerifyingKey verifyingKey;

  private Ed25519Key(byte[] encoded, VerifyingKey verifyingKey) {
    this.encoded = encoded;
    this.verifyingKey = verifyingKey;
  }

  /**
   * Reads a key.
   *
   * @param encoded 32 bytes
   * @return the key
   * @throws InvalidKeyException if the length is wrong, the encoding is not canonical, or the point is not of prime order
   */
  public static Ed25519Key of(byte[] encoded) throws InvalidKeyException {
    if (encoded.length != Ed25519.PUBLIC_KEY_SIZE) {
      throw new InvalidKeyException("an Ed25519 key has 32 bytes, not " + encoded.length);
    }
    byte[] copy = encoded.clone();
    VerifyingKey key = VerifyingKey.parse(copy);
    if (key == null) {
      throw new InvalidKeyException("not a canonical Ed25519 point of prime order");
    }
    return new Ed25519Key(copy, key);
  }

  @Override
  public KeyAlgorithm algorithm() {
    return KeyAlgorithm.ED25519;
  }

  @Override
  public byte[] encoded() {
    return encoded.clone();
  }

  @Override
  public boolean verify(byte[] message, byte[] signature) {
    return verifyingKey.verify(message, signature);
  }

  VerifyingKey verifyingKey() {
    return verifyingKey;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ed25519Key key && Arrays.equals(encoded, key.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  @Override
  public String toString() {
    return didKey();
  }
}
