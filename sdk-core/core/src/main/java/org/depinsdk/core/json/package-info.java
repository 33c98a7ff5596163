/** Canonical JSON. */
@NullMarked
package org.depinsdk.core.json;

import org.jspecify.annotations.NullMarked;
