/** Finds one identity that two machines use. */
@NullMarked
package org.depinsdk.core.clone;

import org.jspecify.annotations.NullMarked;
