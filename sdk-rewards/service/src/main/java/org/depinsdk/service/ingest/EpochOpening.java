package org.depinsdk.service.ingest;

import java.io.IOException;
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

  /**
   * Compares what the log fixed for an epoch that is not settled with what it would be settled by.
   *
   * @param fixed the record behind the one that opened the epoch
   * @throws IOException if the policy is another one now; the message says what to do
   */
  void check(LogRecord.PolicyAdopted fixed) throws IOException;
}
