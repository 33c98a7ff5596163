/** Proof that a device was used: bytes that the clients who received them have signed for. */
@NullMarked
package org.depinsdk.proofs.usage;

import org.jspecify.annotations.NullMarked;
