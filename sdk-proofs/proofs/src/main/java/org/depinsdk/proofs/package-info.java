/**
 * The judgement "this really happened". A {@link org.depinsdk.proofs.ProofVerifier} says which evidence must be judged
 * together and judges one such group; it is pure, so that every machine comes to the same {@link
 * org.depinsdk.proofs.Verdict}.
 */
@NullMarked
package org.depinsdk.proofs;

import org.jspecify.annotations.NullMarked;
