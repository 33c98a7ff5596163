/** A simulated device whose readings follow from a seed, always marked as simulated. */
@NullMarked
package org.depinsdk.hardware.simulated;

import org.jspecify.annotations.NullMarked;
