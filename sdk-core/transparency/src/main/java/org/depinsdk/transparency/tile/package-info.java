/** A log as plain files (C2SP tlog-tiles): their paths, a writer, and a reader that trusts nothing but the signed root. */
@NullMarked
package org.depinsdk.transparency.tile;

import org.jspecify.annotations.NullMarked;
