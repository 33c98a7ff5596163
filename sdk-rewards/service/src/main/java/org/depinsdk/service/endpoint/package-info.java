/**
 * The network's gRPC face: limits, deadlines and clear errors; all decisions are made behind it.
 */
@NullMarked
package org.depinsdk.service.endpoint;

import org.jspecify.annotations.NullMarked;
