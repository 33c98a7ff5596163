/** The verifier of the guide. */
@NullMarked
package org.depinsdk.proofs.guide;

import org.jspecify.annotations.NullMarked;
