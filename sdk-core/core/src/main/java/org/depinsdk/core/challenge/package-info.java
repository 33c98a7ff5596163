/**
 * Requests that a device could not foresee and that anyone can recompute afterwards.
 */
@NullMarked
package org.depinsdk.core.challenge;

import org.jspecify.annotations.NullMarked;
