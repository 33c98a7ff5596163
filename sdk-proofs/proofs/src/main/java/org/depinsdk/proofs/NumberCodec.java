package org.depinsdk.proofs;

import java.nio.ByteBuffer;

/** Evidence that is one whole number in a range. */
record NumberCodec(long min, long max) implements EvidenceCodec<Long> {
  @Override
  public byte[] encode(Long evidence) {
    if (evidence < min || evidence > max) {
      throw new IllegalArgumentException(
          "a number from " + min + " to " + max + " expected, not " + evidence);
    }
    return ByteBuffer.allocate(Long.BYTES).putLong(evidence).array();
  }

  @Override
  public Long decode(byte[] bytes) throws MalformedEvidenceException {
    if (bytes.length != Long.BYTES) {
      throw new MalformedEvidenceException("a number has 8 bytes, not " + bytes.length);
    }
    long value = ByteBuffer.wrap(bytes).getLong();
    if (value < min || value > max) {
      throw new MalformedEvidenceException(
          "a number from " + min + " to " + max + " expected, not " + value);
    }
    return value;
  }
}
