/** Tests of usage. */
@NullMarked
package org.depinsdk.proofs.usage;

import org.jspecify.annotations.NullMarked;
