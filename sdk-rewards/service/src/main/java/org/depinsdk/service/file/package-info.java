/**
 * The report log: one append-only, hash-chained file for each epoch, durable before anything is acknowledged.
 */
@NullMarked
package org.depinsdk.service.file;

import org.jspecify.annotations.NullMarked;
