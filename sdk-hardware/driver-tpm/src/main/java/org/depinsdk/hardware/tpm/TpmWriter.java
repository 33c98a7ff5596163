package org.depinsdk.hardware.tpm;

import java.io.ByteArrayOutputStream;

/** Writes big-endian numbers and counted byte strings, as every TPM structure is made (TPM 2.0 part 2). */
final class TpmWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  TpmWriter u8(int value) {
    out.write(value);
    return this;
  }

  TpmWriter u16(int value) {
    out.write(value >>> 8);
    out.write(value);
    return this;
  }

  TpmWriter u32(int value) {
    return u16(value >>> 16).u16(value);
  }

  TpmWriter raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** A TPM2B: a length of two bytes and what it counts. */
  TpmWriter sized(byte[] bytes) {
    return u16(bytes.length).raw(bytes);
  }

  byte[] bytes() {
    return out.toByteArray();
  }
}
