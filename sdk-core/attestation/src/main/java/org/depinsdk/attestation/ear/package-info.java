/** Attestation results for others: EAR (draft-ietf-rats-ear) as JWT and CWT. */
@NullMarked
package org.depinsdk.attestation.ear;

import org.jspecify.annotations.NullMarked;
