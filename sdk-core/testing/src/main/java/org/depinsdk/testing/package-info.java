/** What the tests of all modules share. */
@NullMarked
package org.depinsdk.testing;

import org.jspecify.annotations.NullMarked;
