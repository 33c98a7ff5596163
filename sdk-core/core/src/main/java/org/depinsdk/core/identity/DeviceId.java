package org.depinsdk.core.identity;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.depinsdk.core.encoding.AsciiSet;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.internal.Digests;

/**
 * A device's stable name in one network. It is derived from the network and the key that the device enrolled with, and
 * stays when the key is rotated or the device's owner changes.
 *
 * <p>Text form: {@code dev-} and 32 characters of lower-case Base32 (RFC 4648 alphabet), 160 bits. Ids sort by that text.
 *
 * @param text the text form
 */
public record DeviceId(String text) implements Comparable<DeviceId> {
  private static final AsciiSet BASE32 = AsciiSet.of("a-z2-7");
  private static final String PREFIX = "dev-";
  private static final int LENGTH = PREFIX.length() + 32;
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

  /** Checks the form. */
  public DeviceId {
    if (text.length() != LENGTH
        || !text.startsWith(PREFIX)
        || !BASE32.hasAll(text, PREFIX.length())) {
      throw new IllegalArgumentException(
          "a device id is dev- and 32 characters of a-z 2-7, not " + EncodingException.shown(text));
    }
  }

  /**
   * The id of the device that enrols in a network with a key.
   *
   * @param network the network's name
   * @param enrolledKey the key of the enrolment
   * @return the first 160 bits of SHA-256 over a tag, the network and the did:key, each ended by a zero byte
   */
  public static DeviceId derive(String network, DeviceKey enrolledKey) {
    String preimage = "depinsdk-device-id/1\0" + network + "\0" + enrolledKey.didKey() + "\0";
    byte[] hash = Digests.sha256(preimage.getBytes(StandardCharsets.UTF_8));
    return new DeviceId(PREFIX + base32(Arrays.copyOf(hash, 20)));
  }

  /**
   * Reads an id.
   *
   * @param text the text form
   * @return the id
   * @throws EncodingException if the text is not a device id
   */
  public static DeviceId parse(String text) throws EncodingException {
    try {
      return new DeviceId(text);
    } catch (IllegalArgumentException e) {
      throw new EncodingException(e.getMessage());
    }
  }

  @Override
  public int compareTo(DeviceId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }

  private static String base32(byte[] twentyBytes) {
    StringBuilder out = new StringBuilder(32);
    long buffer = 0;
    int bits = 0;
    for (byte b : twentyBytes) {
      buffer = (buffer << 8) | (b & 0xff);
      for (bits += 8; bits >= 5; bits -= 5) {
        out.append(ALPHABET.charAt((int) (buffer >>> (bits - 5)) & 31));
      }
    }
    return out.toString();
  }
}
