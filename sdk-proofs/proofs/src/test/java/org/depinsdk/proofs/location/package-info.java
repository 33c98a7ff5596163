/** Tests of location. */
@NullMarked
package org.depinsdk.proofs.location;

import org.jspecify.annotations.NullMarked;
