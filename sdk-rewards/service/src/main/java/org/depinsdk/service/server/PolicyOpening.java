package org.depinsdk.service.server;

import org.depinsdk.core.beacon.BeaconSource;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.epoch.InputRecords;
import org.depinsdk.service.PolicySource;
import org.depinsdk.service.ingest.EpochOpening;

/** Opens an epoch with the rules that hold for it. */
final class PolicyOpening implements EpochOpening {
  private final PolicySource policies;

  PolicyOpening(PolicySource policies) {
    this.policies = policies;
  }

  @Override
  public LogRecord.EpochOpened opened(long epoch) {
    long round = policies.policy().randomness() instanceof BeaconSource.Drand drand
        ? drand.round(schedule().at(epoch))
        : 0;
    return new LogRecord.EpochOpened(epoch, round);
  }

  @Override
  public LogRecord.PolicyAdopted policy(long epoch) {
    return InputRecords.of(epoch, policies.open(schedule().at(epoch)));
  }

  private EpochSchedule schedule() {
    return policies.policy().admission().schedule();
  }
}
