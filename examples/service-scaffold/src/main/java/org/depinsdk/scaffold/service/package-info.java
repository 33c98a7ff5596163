/**
 * The network's gRPC face: limits, deadlines and clear errors; all decisions are made behind it.
 */
@NullMarked
package org.depinsdk.scaffold.service;

import org.jspecify.annotations.NullMarked;
