/** Sia's proofs of storage: trees of BLAKE2b over 64 bytes, and the one leaf that a contract asks for at its end. */
@NullMarked
package org.depinsdk.storage.sia;

import org.jspecify.annotations.NullMarked;
