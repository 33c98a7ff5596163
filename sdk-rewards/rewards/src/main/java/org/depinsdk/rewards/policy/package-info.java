/** Who gets how much: reward policies as data, and their allocation. */
@NullMarked
package org.depinsdk.rewards.policy;

import org.jspecify.annotations.NullMarked;
