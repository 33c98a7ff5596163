/** The command line behind {@code ./run replay} and {@code ./run explain}. */
@NullMarked
package org.depinsdk.tool;

import org.jspecify.annotations.NullMarked;
