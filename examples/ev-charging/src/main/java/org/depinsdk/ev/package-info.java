/**
 * An EV charging network from charging sessions over OCPP to a root. {@link org.depinsdk.ev.EvNetwork} is the network: one
 * class on the scaffold. {@link org.depinsdk.ev.Main} starts it and lets stations charge, some of them cheats.
 */
@NullMarked
package org.depinsdk.ev;

import org.jspecify.annotations.NullMarked;
