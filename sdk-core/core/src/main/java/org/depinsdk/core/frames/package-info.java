/**
 * Append-only files of checked frames: what a device's queue and a network's report log are kept in.
 */
@NullMarked
package org.depinsdk.core.frames;

import org.jspecify.annotations.NullMarked;
