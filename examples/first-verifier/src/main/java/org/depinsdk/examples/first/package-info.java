/** A custom verifier, as small as it gets. */
@NullMarked
package org.depinsdk.examples.first;

import org.jspecify.annotations.NullMarked;
