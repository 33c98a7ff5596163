/** Storage in memory, for tests and simulations: nothing survives the process. */
@NullMarked
package org.depinsdk.service.memory;

import org.jspecify.annotations.NullMarked;
