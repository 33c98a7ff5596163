package org.depinsdk.wifi;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import org.depinsdk.bandwidth.ObservedTraffic;
import org.depinsdk.bandwidth.ProverTraffic;
import org.depinsdk.bandwidth.TestPlan;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.SigningException;

/** Measures the lines of access points: in a simulation, or by packets. */
interface Lines extends AutoCloseable {
  /** What a test came to. */
  sealed interface Outcome permits Measured, Lost {}

  /**
   * A test that was made.
   *
   * @param plan the test as it was made: it may have begun later than it was due
   * @param seen what each challenger says
   * @param had what the access point says, empty if it was away
   */
  record Measured(
      TestPlan plan, SortedMap<DeviceId, ObservedTraffic> seen, Optional<ProverTraffic> had)
      implements Outcome {}

  /** A test that says nothing, since the access point's own side of it failed. */
  record Lost(TestPlan plan, String reason) implements Outcome {}

  /** Makes a test, now. */
  Outcome measure(Fleet.AccessPoint who, TestPlan plan)
      throws IOException, SigningException, InterruptedException;

  @Override
  void close();
}
