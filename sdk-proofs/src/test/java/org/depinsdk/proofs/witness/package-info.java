/** Tests of witness. */
@NullMarked
package org.depinsdk.proofs.witness;

import org.jspecify.annotations.NullMarked;
