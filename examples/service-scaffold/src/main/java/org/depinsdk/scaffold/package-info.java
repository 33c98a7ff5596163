/** A network of your own: one class, and its policy. */
@NullMarked
package org.depinsdk.scaffold;

import org.jspecify.annotations.NullMarked;
