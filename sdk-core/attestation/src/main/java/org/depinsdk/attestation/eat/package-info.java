/** Entity Attestation Tokens (RFC 9711) as CWT and JWT. */
@NullMarked
package org.depinsdk.attestation.eat;

import org.jspecify.annotations.NullMarked;
