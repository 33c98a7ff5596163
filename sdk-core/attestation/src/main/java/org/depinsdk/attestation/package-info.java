/**
 * The appraisal of evidence in the terms of RFC 9334 (RATS): an {@link org.depinsdk.attestation.EvidenceVerifier} for each
 * format turns {@link org.depinsdk.attestation.Evidence} and an {@link org.depinsdk.attestation.AppraisalContext} into an
 * {@link org.depinsdk.attestation.AttestationResult}. An appraisal reads nothing but its arguments, so that whoever has them
 * comes to the same result later.
 */
@NullMarked
package org.depinsdk.attestation;

import org.jspecify.annotations.NullMarked;
