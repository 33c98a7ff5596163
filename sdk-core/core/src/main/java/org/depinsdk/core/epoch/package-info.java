/**
 * The settlement period, its place in a schedule, and the public randomness that belongs to it.
 */
@NullMarked
package org.depinsdk.core.epoch;

import org.jspecify.annotations.NullMarked;
