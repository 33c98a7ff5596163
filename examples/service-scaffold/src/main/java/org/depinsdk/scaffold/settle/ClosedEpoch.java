package org.depinsdk.scaffold.settle;

import java.io.IOException;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.scaffold.log.ReportLog;

/**
 * An epoch that takes no more evidence.
 *
 * @param epoch which epoch
 * @param beacon its public randomness
 * @param registry the registry's records up to the moment when the epoch closed
 * @param log where its evidence is read, as often as needed
 */
public record ClosedEpoch(Epoch epoch, Beacon beacon, RegistryView registry, ReportLog log) {
  /**
   * Reads the epoch's log entries in the order in which the network decided.
   *
   * @return the entries; to be closed
   * @throws IOException where the log cannot be read
   */
  public ReportLog.Entries evidence() throws IOException {
    return log.read(epoch.index());
  }
}
