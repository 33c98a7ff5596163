package org.depinsdk.service.server;

import java.io.IOException;
import org.depinsdk.core.beacon.BeaconSource;
import org.depinsdk.core.encoding.Bytes32;
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

  @Override
  public void check(LogRecord.PolicyAdopted fixed) throws IOException {
    long epoch = fixed.epoch();
    Bytes32 now = InputRecords.of(epoch, policies.policy(schedule().at(epoch))).policy();
    if (!now.equals(fixed.policy())) {
      throw new IOException("epoch " + epoch + " has begun with another policy, of sha256 "
          + fixed.policy() + ", not " + now
          + "; start with the file of before. What is paid changes"
          + " with --rewards, from the epoch that its validFromEpoch names");
    }
  }

  private EpochSchedule schedule() {
    return policies.policy().admission().schedule();
  }
}
