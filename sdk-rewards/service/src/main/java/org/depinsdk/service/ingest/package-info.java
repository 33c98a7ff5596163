/**
 * Takes reports in: signatures are checked on many threads, everything that depends on order is decided by one, and an
 * answer waits until its report is on the disk.
 */
@NullMarked
package org.depinsdk.service.ingest;

import org.jspecify.annotations.NullMarked;
