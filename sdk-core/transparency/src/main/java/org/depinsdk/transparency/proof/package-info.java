/**
 * What a log's users hold and check: proofs that an entry is logged, receipts, the policy that says whose signatures count, and
 * proofs that a log misbehaved.
 */
@NullMarked
package org.depinsdk.transparency.proof;

import org.jspecify.annotations.NullMarked;
