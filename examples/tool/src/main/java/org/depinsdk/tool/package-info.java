/** The command line behind {@code ./run replay}, {@code explain}, {@code what-if} and {@code compensate}. */
@NullMarked
package org.depinsdk.tool;

import org.jspecify.annotations.NullMarked;
