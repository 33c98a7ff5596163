/** The command line behind {@code ./run bench epoch}. */
@org.jspecify.annotations.NullMarked
package org.depinsdk.tool.bench;
