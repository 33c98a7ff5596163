/** What all parts of a transparency log share. */
@NullMarked
package org.depinsdk.transparency;

import org.jspecify.annotations.NullMarked;
