/** A network of its kind, which {@code ./run new} copies. */
@NullMarked
package org.depinsdk.scaffold.ev;

import org.jspecify.annotations.NullMarked;
