package org.depinsdk.core.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.DeviceId;

/**
 * Nonces that the store can recognise without remembering them: the time of issue, 8 random bytes, and the first 16 bytes of
 * an HMAC-SHA-256 over both and the device, under a key that is generated when the store is made. Whoever asks for nonces in a device's name uses no memory and does not replace the
 * device's own nonce. Only used nonces are remembered, as long as they are valid.
 *
 * <p>Nothing survives the process, which is safe: an old nonce is unknown.
 */
public final class KeyedNonceStore implements NonceStore {
  private static final String HMAC = "HmacSHA256";
  private static final int HEAD_BYTES = 2 * Long.BYTES;

  private final SecureRandom random;
  private final SecretKeySpec key;
  private final Duration lifetime;
  private final Map<String, Instant> used = new HashMap<>();

  /**
   * An empty store.
   *
   * @param random where key and nonces come from
   * @param lifetime how long a nonce is valid
   */
  public KeyedNonceStore(SecureRandom random, Duration lifetime) {
    if (lifetime.isNegative() || lifetime.isZero()) {
      throw new IllegalArgumentException("a nonce needs a lifetime, not " + lifetime);
    }
    this.random = random;
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    this.key = new SecretKeySpec(secret, HMAC);
    this.lifetime = lifetime;
  }

  @Override
  public byte[] issue(DeviceId device, Instant now) {
    return nonce(device, now.toEpochMilli(), random.nextLong());
  }

  @Override
  public Use consume(DeviceId device, byte[] nonce, Instant now) {
    return use(device, nonce, now, true);
  }

  /**
   * Says what {@link #consume} would, and leaves the nonce as it is.
   *
   * @param device who would use it
   * @param nonce the bytes
   * @param now the network's clock
   * @return the result
   */
  public Use check(DeviceId device, byte[] nonce, Instant now) {
    return use(device, nonce, now, false);
  }

  private Use use(DeviceId device, byte[] nonce, Instant now, boolean consume) {
    if (nonce.length != NONCE_BYTES) {
      return Use.UNKNOWN;
    }
    ByteBuffer head = ByteBuffer.wrap(nonce);
    long issued = head.getLong();
    if (!MessageDigest.isEqual(nonce, nonce(device, issued, head.getLong()))) {
      return Use.UNKNOWN;
    }
    // the tag holds, so this store made the time
    Instant dies = Instant.ofEpochMilli(issued).plus(lifetime);
    synchronized (used) {
      if (used.containsKey(Hex.encode(nonce))) {
        return Use.REPLAYED;
      }
      if (now.isAfter(dies)) {
        return Use.EXPIRED;
      }
      if (consume) {
        used.values().removeIf(now::isAfter);
        used.put(Hex.encode(nonce), dies);
      }
      return Use.FRESH;
    }
  }

  private byte[] nonce(DeviceId device, long millis, long drawn) {
    byte[] head = ByteBuffer.allocate(HEAD_BYTES).putLong(millis).putLong(drawn).array();
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      mac.update(head);
      byte[] tag = mac.doFinal(device.text().getBytes(StandardCharsets.US_ASCII));
      byte[] nonce = Arrays.copyOf(head, NONCE_BYTES);
      System.arraycopy(tag, 0, nonce, HEAD_BYTES, NONCE_BYTES - HEAD_BYTES);
      return nonce;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }
}
