/** Tests of uptime. */
@NullMarked
package org.depinsdk.proofs.uptime;

import org.jspecify.annotations.NullMarked;
