package org.depinsdk.attestation.tpm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.depinsdk.core.encoding.EncodingException;

/**
 * Reads numbers and counted byte strings from bytes that nobody vouches for. TPM structures are big-endian (TPM 2.0 part 2),
 * event logs little-endian. The TPM driver has its own reader, because a device does not need this jar.
 */
final class TpmInput {
  private final ByteBuffer in;
  private final String structure;

  private TpmInput(byte[] bytes, String structure, ByteOrder order) {
    this.in = ByteBuffer.wrap(bytes).asReadOnlyBuffer().order(order);
    this.structure = structure;
  }

  static TpmInput bigEndian(byte[] bytes, String structure) {
    return new TpmInput(bytes, structure, ByteOrder.BIG_ENDIAN);
  }

  static TpmInput littleEndian(byte[] bytes, String structure) {
    return new TpmInput(bytes, structure, ByteOrder.LITTLE_ENDIAN);
  }

  int u8(String field) throws EncodingException {
    need(1, field);
    return in.get() & 0xff;
  }

  int u16(String field) throws EncodingException {
    need(2, field);
    return in.getShort() & 0xffff;
  }

  long u32(String field) throws EncodingException {
    need(4, field);
    return in.getInt() & 0xffff_ffffL;
  }

  /** 64 bits; more than 63 of them come out negative. */
  long u64(String field) throws EncodingException {
    need(8, field);
    return in.getLong();
  }

  byte[] raw(long length, String field) throws EncodingException {
    need(length, field);
    byte[] bytes = new byte[(int) length];
    in.get(bytes);
    return bytes;
  }

  /** A TPM2B: a length of two bytes and what it counts, at most so many bytes. */
  byte[] sized(int max, String field) throws EncodingException {
    int length = u16(field);
    if (length > max) {
      throw error(field, length + " bytes, at most " + max + " expected");
    }
    return raw(length, field);
  }

  /** All that is left. */
  byte[] rest(String field) throws EncodingException {
    return raw(in.remaining(), field);
  }

  boolean hasMore() {
    return in.hasRemaining();
  }

  void end() throws EncodingException {
    if (in.hasRemaining()) {
      throw new EncodingException(structure + " is followed by " + in.remaining() + " bytes");
    }
  }

  EncodingException error(String field, String what) {
    return new EncodingException(structure + ": " + field + " has " + what);
  }

  private void need(long length, String field) throws EncodingException {
    if (length < 0 || in.remaining() < length) {
      throw error(field, in.remaining() + " bytes left, " + length + " needed");
    }
  }
}
