@NullMarked
package org.depinsdk.bandwidth;

import org.jspecify.annotations.NullMarked;
