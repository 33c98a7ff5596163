package org.depinsdk.attestation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.jspecify.annotations.Nullable;

/**
 * What a device sends to show what it is, exactly as it was received. Untrusted.
 *
 * @param mediaType names the format, lower case and without parameters, for example {@code application/eat+cwt}
 * @param bytes the evidence, at most {@value #MAX_BYTES}; copied
 */
public record Evidence(String mediaType, byte[] bytes) {
  /**
   * Largest evidence, 224 KiB: the longest event log of a TPM that is read, 192 KiB, with certificates. With what it was appraised
   * against it fits the 256 KiB of a CBOR item.
   */
  public static final int MAX_BYTES = 224 << 10;

  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[a-z0-9][a-z0-9.+_-]*/[a-z0-9][a-z0-9.+_-]*");

  /**
   * Copies.
   *
   * @throws IllegalArgumentException if the media type has another form or there are too many bytes
   */
  public Evidence {
    if (mediaType.length() > 127 || !MEDIA_TYPE.matcher(mediaType).matches()) {
      throw new IllegalArgumentException("a media type is for example application/eat+cwt, not "
          + EncodingException.shown(mediaType));
    }
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "evidence has at most " + MAX_BYTES + " bytes, not " + bytes.length);
    }
    bytes = bytes.clone();
  }

  /**
   * Evidence from an untrusted sender.
   *
   * @param mediaType names the format
   * @param bytes the evidence
   * @return the evidence
   * @throws EncodingException if the media type has another form or there are too many bytes
   */
  public static Evidence of(String mediaType, byte[] bytes) throws EncodingException {
    try {
      return new Evidence(mediaType, bytes);
    } catch (IllegalArgumentException e) {
      throw new EncodingException(e.getMessage());
    }
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * Identifies this evidence.
   *
   * @return SHA-256 over the media type, a zero byte and the bytes
   */
  public Bytes32 digest() {
    return Bytes32.sha256(mediaType.getBytes(StandardCharsets.US_ASCII), new byte[1], bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Evidence e
        && mediaType.equals(e.mediaType)
        && Arrays.equals(bytes, e.bytes);
  }

  @Override
  public int hashCode() {
    return digest().hashCode();
  }

  @Override
  public String toString() {
    return "Evidence[" + mediaType + ", " + bytes.length + " bytes, " + digest() + "]";
  }
}
