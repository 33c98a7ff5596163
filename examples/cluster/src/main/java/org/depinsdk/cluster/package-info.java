/** Replays bundles on a Flink cluster. */
@NullMarked
package org.depinsdk.cluster;

import org.jspecify.annotations.NullMarked;
