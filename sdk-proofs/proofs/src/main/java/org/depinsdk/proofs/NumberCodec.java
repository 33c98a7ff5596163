package org.depinsdk.proofs;

import java.nio.ByteBuffer;

/** Evidence that is one whole number in a range. */
record NumberCodec(long min, long max) implements EvidenceCodec<Long> {
  @Override
  public byte[] encode(Long evidence) {
    Fields.range("number", evidence, min, max);
    return ByteBuffer.allocate(Long.BYTES).putLong(evidence).array();
  }

  @Override
  public Long decode(byte[] bytes) throws MalformedEvidenceException {
    try {
      Fields.size("number", bytes.length, Long.BYTES, Long.BYTES, "bytes");
      return Fields.range("number", ByteBuffer.wrap(bytes).getLong(), min, max);
    } catch (InvalidFieldException e) {
      throw e.asMalformedEvidence();
    }
  }
}
