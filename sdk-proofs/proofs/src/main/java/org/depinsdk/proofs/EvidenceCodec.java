package org.depinsdk.proofs;

/**
 * Writes evidence into a report and reads it back. Reading faces hostile bytes: it bounds what it allocates and throws
 * nothing but {@link MalformedEvidenceException}.
 *
 * @param <E> the evidence
 */
public interface EvidenceCodec<E> {
  /**
   * Writes evidence.
   *
   * @param evidence a value
   * @return its bytes
   */
  byte[] encode(E evidence);

  /**
   * Reads evidence.
   *
   * @param bytes of a report, at most {@link org.depinsdk.core.report.Report#MAX_EVIDENCE_BYTES}
   * @return the value
   * @throws MalformedEvidenceException if the bytes are not evidence of this kind
   */
  E decode(byte[] bytes) throws MalformedEvidenceException;

  /**
   * A codec for evidence that is one whole number: eight bytes, big-endian.
   *
   * @param min the lowest allowed
   * @param max the highest allowed
   * @return the codec
   */
  static EvidenceCodec<Long> number(long min, long max) {
    return new NumberCodec(min, max);
  }
}
