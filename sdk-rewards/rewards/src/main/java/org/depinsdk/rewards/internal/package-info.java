/** Inner parts of the jar; not API. */
@NullMarked
package org.depinsdk.rewards.internal;

import org.jspecify.annotations.NullMarked;
