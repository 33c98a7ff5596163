/** A store of pieces on a disk, and the driver that measures and checks it. */
@NullMarked
package org.depinsdk.hardware.disk;

import org.jspecify.annotations.NullMarked;
