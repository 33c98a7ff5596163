package org.depinsdk.attestation.device;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.depinsdk.core.encoding.EncodingException;
import org.jspecify.annotations.Nullable;

/**
 * The 72 bytes that a secure element of Microchip keeps of a certificate: what differs from chip to chip and is not found elsewhere
 * on it. Format version 0 of application note 8974: 64 bytes of signature, three of dates, two of the signer's id, four bits each
 * of template, chain, source of the serial number and format version, and a byte that is zero.
 *
 * @param signature of the certificate: r and s, 32 bytes each; copied
 * @param dates when the certificate is valid
 * @param signer the id of the authority between the root and the chips, 0 to 65535
 * @param template which template of the product it is for, 0 to 15
 * @param chain which chain of the product it is for, 0 to 15
 * @param serial where its serial number comes from
 */
public record Atecc608Compressed(
    byte[] signature, Atecc608Dates dates, int signer, int template, int chain, Serial serial) {
  /** How many bytes it has. */
  public static final int BYTES = 72;

  private static final int SIGNATURE = 64;
  private static final int FOUR_BITS = 15;

  /** What a certificate's serial number is made of. Numbers that are stored on the chip, and old hashes, are not read. */
  public enum Serial {
    /** The byte 40 and the chip's serial number. */
    CHIP(8),
    /** The byte 40 and the signer's id. */
    SIGNER(9),
    /** SHA-256 of the public key and the dates, cut off, its first two bits 01. */
    KEY_HASH(10),
    /** SHA-256 of the chip's serial number and the dates, cut off, its first two bits 01. */
    CHIP_HASH(11);

    private final int code;

    Serial(int code) {
      this.code = code;
    }
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if the 72 bytes cannot hold them
   */
  public Atecc608Compressed {
    signature = signature.clone();
    if (signature.length != SIGNATURE) {
      throw new IllegalArgumentException(
          "signature must have " + SIGNATURE + " bytes, not " + signature.length);
    }
    if (signer < 0 || signer > 0xffff) {
      throw new IllegalArgumentException("signer must be 0 to 65535, not " + signer);
    }
    checkFourBits("template", template);
    checkFourBits("chain", chain);
  }

  static void checkFourBits(String name, int value) {
    if (value < 0 || value > FOUR_BITS) {
      throw new IllegalArgumentException(name + " must be 0 to 15, not " + value);
    }
  }

  @Override
  public byte[] signature() {
    return signature.clone();
  }

  /**
   * Writes the 72 bytes.
   *
   * @return what {@link #parse} reads
   */
  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES)
        .put(signature)
        .put(dates.toBytes())
        .putShort((short) signer)
        .put((byte) (template << 4 | chain))
        .put((byte) (serial.code << 4))
        .array();
  }

  /**
   * Reads the 72 bytes.
   *
   * @param bytes as the chip stores them
   * @return the parts, not verified
   * @throws EncodingException if they are not in the format, or in another version of it
   */
  public static Atecc608Compressed parse(byte[] bytes) throws EncodingException {
    if (bytes.length != BYTES) {
      throw new EncodingException(
          "a compressed certificate has " + BYTES + " bytes, not " + bytes.length);
    }
    if ((bytes[70] & FOUR_BITS) != 0 || bytes[71] != 0) {
      throw new EncodingException("expected format version 0, not " + (bytes[70] & FOUR_BITS)
          + " with a last byte of " + (bytes[71] & 0xff));
    }
    int code = bytes[70] >> 4 & FOUR_BITS;
    for (Serial serial : Serial.values()) {
      if (serial.code == code) {
        return new Atecc608Compressed(
            Arrays.copyOf(bytes, SIGNATURE),
            Atecc608Dates.parse(Arrays.copyOfRange(bytes, SIGNATURE, 67)),
            (bytes[67] & 0xff) << 8 | bytes[68] & 0xff,
            bytes[69] >> 4 & FOUR_BITS,
            bytes[69] & FOUR_BITS,
            serial);
      }
    }
    throw new EncodingException("source of the serial number must be 8 to 11, not " + code);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Atecc608Compressed c && Arrays.equals(toBytes(), c.toBytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(toBytes());
  }
}
