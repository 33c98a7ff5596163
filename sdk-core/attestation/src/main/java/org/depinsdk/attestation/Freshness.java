package org.depinsdk.attestation;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.Hex;

/** How evidence shows that it is fresh (RFC 9334 section 10). There is no way to ask for none. */
public sealed interface Freshness {
  /**
   * Whether evidence with this nonce is fresh.
   *
   * @param presented from the evidence
   * @return false always if freshness is by time
   */
  boolean acceptsNonce(byte[] presented);

  /**
   * Whether evidence of this time is fresh.
   *
   * @param claimed from the evidence
   * @return false always if freshness is by nonce
   */
  boolean acceptsTime(Instant claimed);

  /**
   * A nonce that the verifier chose for this one appraisal.
   *
   * @param value 8 to 64 bytes, as RFC 9711 has them; copied
   */
  record Nonce(byte[] value) implements Freshness {
    /** Copies. */
    public Nonce {
      value = checked(value);
    }

    @Override
    public byte[] value() {
      return value.clone();
    }

    @Override
    public boolean acceptsNonce(byte[] presented) {
      return MessageDigest.isEqual(value, presented);
    }

    @Override
    public boolean acceptsTime(Instant claimed) {
      return false;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Nonce n && MessageDigest.isEqual(value, n.value);
    }

    @Override
    public int hashCode() {
      return java.util.Arrays.hashCode(value);
    }

    @Override
    public String toString() {
      return "Nonce[" + Hex.encode(value) + "]";
    }
  }

  /**
   * A value that everybody is told and nobody knows in advance, for example of a randomness beacon.
   *
   * @param accepted the recent ones that are still good, 1 to 16, newest first
   */
  record EpochId(List<Nonce> accepted) implements Freshness {
    /** Copies. */
    public EpochId {
      accepted = List.copyOf(accepted);
      if (accepted.isEmpty() || accepted.size() > 16) {
        throw new IllegalArgumentException("1 to 16 epoch ids, not " + accepted.size());
      }
    }

    /**
     * Epoch ids.
     *
     * @param accepted 8 to 64 bytes each, newest first
     * @return the freshness
     */
    public static EpochId of(byte[]... accepted) {
      return new EpochId(Stream.of(accepted).map(Nonce::new).toList());
    }

    @Override
    public boolean acceptsNonce(byte[] presented) {
      return accepted.stream().anyMatch(id -> id.acceptsNonce(presented));
    }

    @Override
    public boolean acceptsTime(Instant claimed) {
      return false;
    }
  }

  /**
   * The time that the evidence states. The weakest of the three: a device with a wrong clock can make evidence in advance.
   *
   * @param earliest the oldest time that is fresh
   * @param latest the newest time that is believed
   */
  record Timestamp(Instant earliest, Instant latest) implements Freshness {
    /** Checks the order. */
    public Timestamp {
      if (earliest.isAfter(latest)) {
        throw new IllegalArgumentException(
            "a window that ends at " + latest + " cannot begin at " + earliest);
      }
    }

    @Override
    public boolean acceptsNonce(byte[] presented) {
      return false;
    }

    @Override
    public boolean acceptsTime(Instant claimed) {
      return !claimed.isBefore(earliest) && !claimed.isAfter(latest);
    }
  }

  private static byte[] checked(byte[] nonce) {
    if (nonce.length < 8 || nonce.length > 64) {
      throw new IllegalArgumentException("a nonce has 8 to 64 bytes, not " + nonce.length);
    }
    return nonce.clone();
  }
}
