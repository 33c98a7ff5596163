package org.depinsdk.attestation;

import java.security.SecureRandom;
import java.util.Set;
import org.depinsdk.core.encoding.EncodingException;

/**
 * Appraises the evidence of one scheme. An implementation is pure: it does no I/O, reads no clock and keeps no state, so that
 * the same evidence and context always give the same result. Bad evidence is a finding of the result, whatever its bytes are,
 * and never an exception.
 */
public interface EvidenceVerifier {
  /**
   * The scheme's name: the first word of its findings and the key of its settings.
   *
   * @return lower-case letters, digits and hyphens, for example {@code android-key}
   */
  String scheme();

  /**
   * The formats that it reads.
   *
   * @return media types as {@link Evidence} has them
   */
  Set<String> mediaTypes();

  /**
   * What an attester is sent for a nonce: the nonce itself, unless the scheme hides it so that only certain hardware can read
   * what it has to answer with. Where it is hidden, it must stay hidden until the evidence came.
   *
   * @param announcement what the attester said of itself beforehand; empty unless the scheme asks for it
   * @param nonce 8 to 64 bytes, which {@link #appraise} gets as freshness
   * @param random of what the scheme hides the nonce with
   * @return the challenge, which the attester understands
   * @throws EncodingException if the announcement is none of the scheme's
   */
  default byte[] challenge(byte[] announcement, byte[] nonce, SecureRandom random)
      throws EncodingException {
    return nonce.clone();
  }

  /**
   * Whether this evidence has no certificates of its own and only shows that the hardware is the one of an earlier appraisal. Its
   * result rests on the evidence before it.
   *
   * @return false for evidence that stands by itself
   */
  default boolean restsOnEarlier() {
    return false;
  }

  /**
   * Appraises.
   *
   * @param evidence of one of the media types
   * @param context everything that the result depends on beside the evidence
   * @return the result, good or bad
   * @throws AppraisalException if the fault is not the evidence's: no trust anchors, an algorithm that the platform lacks
   */
  AttestationResult appraise(Evidence evidence, AppraisalContext context) throws AppraisalException;
}
