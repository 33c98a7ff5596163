/**
 * Judges an epoch on Apache Flink: {@link org.depinsdk.engine.flink.FlinkEpochEngine}.
 */
@NullMarked
package org.depinsdk.engine.flink;

import org.jspecify.annotations.NullMarked;
