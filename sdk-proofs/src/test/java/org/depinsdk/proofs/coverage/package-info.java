/** Tests of coverage. */
@NullMarked
package org.depinsdk.proofs.coverage;

import org.jspecify.annotations.NullMarked;
