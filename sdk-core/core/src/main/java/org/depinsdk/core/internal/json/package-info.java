/** JSON from outside, read strictly. Not exported. */
@NullMarked
package org.depinsdk.core.internal.json;

import org.jspecify.annotations.NullMarked;
