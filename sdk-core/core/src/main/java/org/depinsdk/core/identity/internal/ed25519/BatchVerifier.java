package org.depinsdk.core.identity.internal.ed25519;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Verifies many signatures with one equation: the sum of all their equations, each times a random number z of 128 bits
 * (Bellare, Garay and Rabin 1998). If every signature is valid the sum always holds; if one is not, it holds with a
 * chance of 2^-128, whatever the signatures are, since z is drawn after they are given. A sum that does not hold is bisected
 * down to single verifications; if many do not hold, the rest is verified one by one at once, so that a sender of invalid
 * signatures costs little more than without a batch. Either way every signature gets the verdict that it gets alone.
 */
public final class BatchVerifier {
  /** Signatures of one equation; more add memory and no speed. */
  static final int MAX_BATCH = 4096;

  /** Below this, single verifications cost no more. */
  static final int MIN_BATCH = 8;

  /**
   * How many signatures may stand in sums for each signature of a chunk. One invalid signature needs less than three: the
   * whole, and at most both halves at each step down.
   */
  private static final int MAX_SUMMED = 3;

  /** From this many signatures on, buckets cost less than a table for each point. */
  private static final int BUCKETS_FROM = 128;

  private final SecureRandom random;
  private final List<Given> given = new ArrayList<>();

  private record Given(VerifyingKey key, byte[] message, byte[] signature) {}

  /**
   * An empty batch.
   *
   * @param random where the random numbers come from; they have no part in any result
   */
  public BatchVerifier(SecureRandom random) {
    this.random = random;
  }

  /**
   * Adds a signature.
   *
   * @param key whose signature it is
   * @param message what is signed
   * @param signature R and S
   */
  public void add(VerifyingKey key, byte[] message, byte[] signature) {
    given.add(new Given(key, message, signature));
  }

  /**
   * Verifies what was added.
   *
   * @return the verdict of each signature, in the order of adding
   */
  public boolean[] verify() {
    boolean[] verdicts = new boolean[given.size()];
    List<@Nullable Signature> signatures = parsed();
    List<Entry> wellFormed = new ArrayList<>(verdicts.length);
    // drawn at once: every call of a secure random number generator costs as much as a hash
    byte[] drawn = new byte[2 * Long.BYTES * verdicts.length];
    random.nextBytes(drawn);
    ByteBuffer words = ByteBuffer.wrap(drawn);
    for (int i = 0; i < verdicts.length; i++) {
      Signature signature = signatures.get(i);
      if (signature != null) {
        wellFormed.add(new Entry(i, signature, Scalar.ofWords(words.getLong(), words.getLong())));
      }
    }
    // chunks of equal size, so that the last is not too small for a batch
    int chunks = (wellFormed.size() + MAX_BATCH - 1) / MAX_BATCH;
    for (int i = 0; i < chunks; i++) {
      int from = (int) ((long) wellFormed.size() * i / chunks);
      int to = (int) ((long) wellFormed.size() * (i + 1) / chunks);
      new Chunk(MAX_SUMMED * (to - from), verdicts).judge(wellFormed.subList(from, to), false);
    }
    return verdicts;
  }

  private List<@Nullable Signature> parsed() {
    MessageDigest sha512 = Signature.sha512();
    List<byte[]> rightLength = new ArrayList<>(given.size());
    for (Given each : given) {
      if (each.signature.length == Signature.LENGTH) {
        rightLength.add(each.signature);
      }
    }
    Iterator<@Nullable Point> points = Point.decodeAll(rightLength).iterator();
    List<@Nullable Signature> signatures = new ArrayList<>(given.size());
    for (Given each : given) {
      Point r = each.signature.length == Signature.LENGTH ? points.next() : null;
      signatures.add(
          r == null ? null : Signature.parse(each.key, each.message, each.signature, r, sha512));
    }
    return signatures;
  }

  private record Entry(int index, Signature signature, Scalar z) {}

  /** Finds the verdicts of one chunk. */
  private static final class Chunk {
    private final boolean[] verdicts;
    private int mayBeSummed;

    Chunk(int mayBeSummed, boolean[] verdicts) {
      this.mayBeSummed = mayBeSummed;
      this.verdicts = verdicts;
    }

    /**
     * Finds the verdicts of some entries.
     *
     * @param entries which
     * @param knownBad whether one of them is already known to be invalid
     * @return whether all are valid
     */
    boolean judge(List<Entry> entries, boolean knownBad) {
      if (entries.size() < MIN_BATCH || mayBeSummed < entries.size()) {
        boolean all = true;
        for (Entry entry : entries) {
          verdicts[entry.index] = entry.signature.isValid();
          all &= verdicts[entry.index];
        }
        return all;
      }
      if (!knownBad) {
        mayBeSummed -= entries.size();
        if (holds(entries)) {
          for (Entry entry : entries) {
            verdicts[entry.index] = true;
          }
          return true;
        }
      }
      int half = entries.size() / 2;
      boolean first = judge(entries.subList(0, half), false);
      judge(entries.subList(half, entries.size()), first);
      return false;
    }
  }

  /** Whether [8](sum of z R + sum of z k A - (sum of z S) B) is zero. */
  private static boolean holds(List<Entry> entries) {
    Scalar.Products bases = new Scalar.Products();
    Map<VerifyingKey, Scalar.Products> factors = new IdentityHashMap<>(entries.size());
    for (Entry entry : entries) {
      Signature signature = entry.signature;
      bases.add(entry.z, signature.s());
      factors
          .computeIfAbsent(signature.key(), key -> new Scalar.Products())
          .add(entry.z, signature.k());
    }
    Scalar base = Scalar.ZERO.minus(bases.sum());
    Map<VerifyingKey, Scalar> keys = new IdentityHashMap<>(factors.size());
    factors.forEach((key, products) -> keys.put(key, products.sum()));
    Group group = new Group();
    Point sum = entries.size() < BUCKETS_FROM
        ? straus(group, entries, keys, base)
        : pippenger(group, entries, keys, base);
    group.twice(sum, 3);
    return sum.isIdentity();
  }

  private static Point straus(
      Group group, List<Entry> entries, Map<VerifyingKey, Scalar> keys, Scalar base) {
    Straus straus = new Straus(group);
    straus.addBase(base);
    entries.forEach(entry -> straus.add(entry.signature.r(), entry.z, false));
    keys.forEach((key, factor) -> straus.add(key.point(), factor, false));
    return straus.sum();
  }

  private static Point pippenger(
      Group group, List<Entry> entries, Map<VerifyingKey, Scalar> keys, Scalar base) {
    Pippenger pippenger = new Pippenger(group, entries.size(), keys.size() + 1);
    pippenger.add(Base.POINT, base);
    entries.forEach(entry -> pippenger.addShort(entry.signature.r(), entry.z));
    keys.forEach((key, factor) -> pippenger.add(key.point(), factor));
    return pippenger.sum();
  }
}
