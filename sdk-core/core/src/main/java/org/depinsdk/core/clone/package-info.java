/** Finds one identity in two boxes. */
@NullMarked
package org.depinsdk.core.clone;

import org.jspecify.annotations.NullMarked;
