/** The result of a policy: amounts, line by line, with every unit accounted for. */
@NullMarked
package org.depinsdk.rewards.allocation;

import org.jspecify.annotations.NullMarked;
