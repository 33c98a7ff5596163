/** Helpers of this module's own packages. Not exported. */
@NullMarked
package org.depinsdk.core.internal;

import org.jspecify.annotations.NullMarked;
