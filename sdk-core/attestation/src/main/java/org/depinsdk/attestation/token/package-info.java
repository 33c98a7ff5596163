/** Signed tokens: COSE_Sign1 (RFC 9052) and compact JWS (RFC 7515), read strictly. */
@NullMarked
package org.depinsdk.attestation.token;

import org.jspecify.annotations.NullMarked;
