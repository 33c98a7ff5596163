/** Tests of sensor. */
@NullMarked
package org.depinsdk.proofs.sensor;

import org.jspecify.annotations.NullMarked;
