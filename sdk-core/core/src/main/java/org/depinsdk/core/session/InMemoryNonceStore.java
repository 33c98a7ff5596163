package org.depinsdk.core.session;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.DeviceId;

/**
 * A store in memory: one outstanding nonce for each device, so that it cannot grow beyond the fleet. A new nonce replaces
 * the one before. Nothing survives the process, which is safe: an old nonce is unknown.
 */
public final class InMemoryNonceStore implements NonceStore {
  private final SecureRandom random;
  private final Duration lifetime;
  private final Map<DeviceId, Issued> issued = new HashMap<>();

  private record Issued(String nonce, Instant at, boolean used) {}

  /**
   * An empty store.
   *
   * @param random where nonces come from
   * @param lifetime how long a nonce is valid
   */
  public InMemoryNonceStore(SecureRandom random, Duration lifetime) {
    if (lifetime.isNegative() || lifetime.isZero()) {
      throw new IllegalArgumentException("a nonce needs a lifetime, not " + lifetime);
    }
    this.random = random;
    this.lifetime = lifetime;
  }

  @Override
  public synchronized byte[] issue(DeviceId device, Instant now) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    issued.put(device, new Issued(Hex.encode(nonce), now, false));
    return nonce;
  }

  @Override
  public synchronized Use consume(DeviceId device, byte[] nonce, Instant now) {
    Issued known = issued.get(device);
    if (known == null || !known.nonce().equals(Hex.encode(nonce))) {
      return Use.UNKNOWN;
    }
    if (known.used()) {
      return Use.REPLAYED;
    }
    if (now.isAfter(known.at().plus(lifetime))) {
      return Use.EXPIRED;
    }
    issued.put(device, new Issued(known.nonce(), known.at(), true));
    return Use.FRESH;
  }
}
