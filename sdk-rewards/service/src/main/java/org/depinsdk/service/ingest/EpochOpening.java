package org.depinsdk.service.ingest;

import org.depinsdk.core.log.LogRecord;

/** What the log says of an epoch when it opens. */
public interface EpochOpening {
  /**
   * The record that opens the epoch.
   *
   * @param epoch its index
   * @return always the same for one epoch
   */
  LogRecord.EpochOpened opened(long epoch);

  /**
   * Fixes the policy of the epoch. Once its record is durable it is not asked for again.
   *
   * @param epoch its index
   * @return the record behind the one that opens the epoch
   */
  LogRecord.PolicyAdopted policy(long epoch);
}
