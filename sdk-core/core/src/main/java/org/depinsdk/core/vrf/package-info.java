/** Verifiable random functions (RFC 9381): randomness that only a key's holder can make and that anyone can check. */
@NullMarked
package org.depinsdk.core.vrf;

import org.jspecify.annotations.NullMarked;
