/** The H3 grid on Uber's library. */
@NullMarked
package org.depinsdk.geo;

import org.jspecify.annotations.NullMarked;
