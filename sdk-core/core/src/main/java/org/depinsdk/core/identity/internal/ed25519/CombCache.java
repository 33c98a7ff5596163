package org.depinsdk.core.identity.internal.ed25519;

import org.jspecify.annotations.Nullable;

/**
 * Bounds the memory of combs: at most a fixed number of keys holds one. When one more comes, the keys are looked at in turn,
 * and the first that was not used since the last look loses its comb.
 */
final class CombCache {
  /** Combs in this process: 1,024 of 30 KiB each are 30 MiB. */
  static final int CAPACITY = 1024;

  /** The combs of this process. */
  static final CombCache SHARED = new CombCache(CAPACITY);

  private final @Nullable VerifyingKey[] keys;
  private int hand;

  CombCache(int capacity) {
    this.keys = new @Nullable VerifyingKey[capacity];
  }

  /**
   * Notes that a key has a comb now.
   *
   * @param key the key
   */
  synchronized void admit(VerifyingKey key) {
    VerifyingKey holder = keys[hand];
    while (holder != null && holder.clearRecentlyUsed()) {
      hand = (hand + 1) % keys.length;
      holder = keys[hand];
    }
    if (holder != null && holder != key) {
      holder.dropComb();
    }
    keys[hand] = key;
    hand = (hand + 1) % keys.length;
  }
}
