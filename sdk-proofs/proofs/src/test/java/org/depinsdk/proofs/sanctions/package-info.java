/** Tests of sanctions. */
@NullMarked
package org.depinsdk.proofs.sanctions;

import org.jspecify.annotations.NullMarked;
