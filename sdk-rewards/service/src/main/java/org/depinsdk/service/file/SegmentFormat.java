package org.depinsdk.service.file;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.depinsdk.core.report.Report;

/**
 * How a segment file is laid out; all numbers are big-endian.
 *
 * <pre>
 * header  "DEPINLOG"  version:u16  epoch:i64  network: u16 length + ASCII  salt:20 bytes
 * salt    16 random bytes  crc:i32 (CRC32C of all before)
 * frame   length:i32  crc:i32 (CRC32C of salt and payload)  payload (a serialised LoggedReport)  chain:32 bytes
 * chain   SHA-256 of the chain value before (of the header for the first frame) and of length, crc and payload
 * </pre>
 *
 * The salt is random so that nobody can send a report whose bytes look like a frame of their own.
 */
final class SegmentFormat {
  static final byte[] MAGIC = "DEPINLOG".getBytes(StandardCharsets.US_ASCII);
  static final int VERSION = 1;
  static final int PREFIX_BYTES = 8;
  static final int CHAIN_BYTES = 32;
  static final int SALT_BYTES = 20;

  /** The largest payload: a report of the largest size, its signature, and the facts beside a refusal. */
  static final int MAX_PAYLOAD_BYTES = Report.MAX_BODY_BYTES + 4096;

  private SegmentFormat() {}

  /** The header without its salt. */
  static byte[] header(String network, long epoch) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(MAGIC);
      out.writeShort(VERSION);
      out.writeLong(epoch);
      byte[] name = network.getBytes(StandardCharsets.US_ASCII);
      out.writeShort(name.length);
      out.write(name);
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes every byte", e);
    }
    return bytes.toByteArray();
  }

  /** A new salt for a header. */
  static byte[] salt(byte[] header) {
    byte[] random = new byte[SALT_BYTES - Integer.BYTES];
    new SecureRandom().nextBytes(random);
    return salt(header, random);
  }

  /** Whether a salt belongs to a header. */
  static boolean isSalt(byte[] header, byte[] salt) {
    return salt.length == SALT_BYTES
        && Arrays.equals(salt, salt(header, Arrays.copyOf(salt, SALT_BYTES - Integer.BYTES)));
  }

  private static byte[] salt(byte[] header, byte[] random) {
    return ByteBuffer.allocate(SALT_BYTES)
        .put(random)
        .putInt(crc(header, random))
        .array();
  }

  static byte[] frame(byte[] salt, byte[] chainBefore, byte[] payload) {
    if (payload.length < 1 || payload.length > MAX_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          "a log entry has 1 to " + MAX_PAYLOAD_BYTES + " bytes, not " + payload.length);
    }
    ByteBuffer frame = ByteBuffer.allocate(PREFIX_BYTES + payload.length + CHAIN_BYTES);
    frame.putInt(payload.length).putInt(crc(salt, payload)).put(payload);
    frame.put(chain(chainBefore, frame.array(), PREFIX_BYTES + payload.length));
    return frame.array();
  }

  static int crc(byte[] salt, byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(salt, 0, salt.length);
    crc.update(payload, 0, payload.length);
    return (int) crc.getValue();
  }

  static byte[] chain(byte[] before, byte[] frame, int length) {
    MessageDigest sha256 = sha256();
    sha256.update(before);
    sha256.update(frame, 0, length);
    return sha256.digest();
  }

  static byte[] chainStart(byte[] header, byte[] salt) {
    MessageDigest sha256 = sha256();
    sha256.update(header);
    return sha256.digest(salt);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
