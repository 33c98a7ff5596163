/** Tests of coverage. */
@NullMarked
package org.depinsdk.radio.coverage;

import org.jspecify.annotations.NullMarked;
