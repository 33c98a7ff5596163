/** Tests of witness. */
@NullMarked
package org.depinsdk.radio.witness;

import org.jspecify.annotations.NullMarked;
