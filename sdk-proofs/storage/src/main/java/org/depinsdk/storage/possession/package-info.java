/**
 * {@code possession/1}: a provider shows leaves of its data set that the epoch's randomness chose, against the pieces that the
 * network's tables say it holds.
 */
@NullMarked
package org.depinsdk.storage.possession;

import org.jspecify.annotations.NullMarked;
