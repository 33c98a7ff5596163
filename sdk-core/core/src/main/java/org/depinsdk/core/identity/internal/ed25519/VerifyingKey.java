package org.depinsdk.core.identity.internal.ed25519;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A public key that verifies signatures. After {@value #COMB_AFTER} single verifications it gets a {@link Comb}, which makes
 * the next ones about twice as fast; {@link CombCache} bounds how many combs there are. Safe for several threads.
 */
public final class VerifyingKey {
  /** A comb costs about as much as three verifications and must be earned again after it is dropped. */
  static final int COMB_AFTER = 16;

  private final byte[] encoded;
  private final Point point;

  // Counts and marks are hints: a lost update only moves the moment at which a comb is built or
  // dropped.
  private int uses;
  private boolean recentlyUsed;
  private volatile @Nullable Comb comb;

  private VerifyingKey(byte[] encoded, Point point) {
    this.encoded = encoded;
    this.point = point;
  }

  /**
   * Decodes a key.
   *
   * @param encoded 32 bytes
   * @return the key, or null if the bytes are not the canonical encoding of a point of prime order
   */
  public static @Nullable VerifyingKey parse(byte[] encoded) {
    Point point = encoded.length == Point.ENCODED_LENGTH ? Point.decode(encoded, 0) : null;
    return point != null && PrimeOrder.has(point) ? new VerifyingKey(encoded.clone(), point) : null;
  }

  /**
   * Verifies one signature.
   *
   * @param message what is signed
   * @param signature R and S
   * @return whether it is valid
   */
  public boolean verify(byte[] message, byte[] signature) {
    Signature parsed = Signature.parse(this, message, signature, Signature.sha512());
    return parsed != null && parsed.isValid();
  }

  /** A, with Z = 1; not to be changed. */
  Point point() {
    return point;
  }

  void updateEncoded(MessageDigest digest) {
    digest.update(encoded);
  }

  /** The comb of this key for one more verification, null if it has none. */
  @Nullable
  Comb comb() {
    Comb current = comb;
    if (current != null) {
      if (!recentlyUsed) {
        recentlyUsed = true;
      }
    } else if (++uses > COMB_AFTER) {
      uses = 0;
      current = Comb.of(point);
      comb = current;
      CombCache.SHARED.admit(this);
    }
    return current;
  }

  /** Clears the mark of use; whether it was set. */
  boolean clearRecentlyUsed() {
    boolean was = recentlyUsed;
    recentlyUsed = false;
    return was;
  }

  /** Gives the comb's memory back. */
  void dropComb() {
    comb = null;
  }

  boolean hasComb() {
    return comb != null;
  }
}
