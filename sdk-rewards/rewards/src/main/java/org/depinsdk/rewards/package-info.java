/** Exact token amounts, and the contributions that rewards are paid for. */
@NullMarked
package org.depinsdk.rewards;

import org.jspecify.annotations.NullMarked;
