package org.depinsdk.bandwidth.netty;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Cookies that only those get who receive what is sent to their address. They need no memory: each is a MAC over address,
 * session and the half minute, under a key that is drawn at the start. Not safe for use by several threads.
 */
final class Cookies {
  private static final long LIFETIME_NANOS = 30_000_000_000L;

  private final Mac mac;

  Cookies() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  byte[] of(InetSocketAddress from, byte[] session, long nanos) {
    return of(from, session, nanos, 0);
  }

  /** Whether a cookie was made for an address in this half minute or the one before. */
  boolean isGood(InetSocketAddress from, byte[] session, long nanos, byte[] cookie) {
    return MessageDigest.isEqual(cookie, of(from, session, nanos, 0))
        || MessageDigest.isEqual(cookie, of(from, session, nanos, 1));
  }

  private byte[] of(InetSocketAddress from, byte[] session, long nanos, int before) {
    mac.update(from.getAddress().getAddress());
    mac.update(session);
    mac.update(ByteBuffer.allocate(12)
        .putInt(from.getPort())
        .putLong(Math.floorDiv(nanos, LIFETIME_NANOS) - before)
        .array());
    return Arrays.copyOf(mac.doFinal(), Datagram.COOKIE_BYTES);
  }
}
