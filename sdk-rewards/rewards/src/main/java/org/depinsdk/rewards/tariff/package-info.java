/** Prices of usage: tariffs by unit, dated prices of tokens, and credits that are burned and minted. */
@NullMarked
package org.depinsdk.rewards.tariff;

import org.jspecify.annotations.NullMarked;
