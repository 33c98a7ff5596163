/** Proofs of radio coverage, and settings to start a radio network from. */
@NullMarked
package org.depinsdk.radio;

import org.jspecify.annotations.NullMarked;
