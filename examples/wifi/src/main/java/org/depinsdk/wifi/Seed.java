package org.depinsdk.wifi;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Everything in a run that looks random, from one number: the same seed gives the same keys, places and traffic.
 *
 * @param value any number
 */
record Seed(long value) {
  /** 32 bytes that belong to a name and nothing else. */
  byte[] bytes(String name) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(ByteBuffer.allocate(8).putLong(value).array());
      return sha256.digest(name.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** A number from 0 to just below a bound that belongs to a name. */
  long number(String name, long bound) {
    return Math.floorMod(ByteBuffer.wrap(bytes(name)).getLong(), bound);
  }
}
