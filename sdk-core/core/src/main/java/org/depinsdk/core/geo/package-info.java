/**
 * Places: points in fixed-point degrees and cells of the H3 grid. The grid's own functions are in {@code depin-sdk-geo}.
 */
@NullMarked
package org.depinsdk.core.geo;

import org.jspecify.annotations.NullMarked;
