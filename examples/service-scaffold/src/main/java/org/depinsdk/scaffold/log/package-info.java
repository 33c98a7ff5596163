/**
 * The report log: one append-only, hash-chained file for each epoch, durable before anything is acknowledged.
 */
@NullMarked
package org.depinsdk.scaffold.log;

import org.jspecify.annotations.NullMarked;
