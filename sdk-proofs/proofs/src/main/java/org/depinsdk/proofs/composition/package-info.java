/** How several verdicts about one device become one contribution, by named rules and with every finding kept. */
@NullMarked
package org.depinsdk.proofs.composition;

import org.jspecify.annotations.NullMarked;
