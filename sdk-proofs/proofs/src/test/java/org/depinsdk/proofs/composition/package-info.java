/** Tests of composition. */
@NullMarked
package org.depinsdk.proofs.composition;

import org.jspecify.annotations.NullMarked;
