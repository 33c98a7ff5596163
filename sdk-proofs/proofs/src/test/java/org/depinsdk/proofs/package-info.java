/** Tests of the proofs. */
@NullMarked
package org.depinsdk.proofs;

import org.jspecify.annotations.NullMarked;
