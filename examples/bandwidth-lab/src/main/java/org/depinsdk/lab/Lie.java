package org.depinsdk.lab;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.depinsdk.bandwidth.ObservedTraffic;
import org.depinsdk.bandwidth.ReceivedPackets;
import org.depinsdk.bandwidth.TestPlan;

/** What a challenger in the prover's pay says that has sent nothing. */
enum Lie {
  /** The prover knew its packets beforehand and has answered for all of them. */
  RUSHING,
  /** The same, and no time has passed. */
  NO_TIME,
  /** The same, and it began as early as clocks may differ. */
  EARLY,
  /** Nothing arrived. */
  WITHHOLDING,
  /** As much as the honest challenger that saw most, agreed with the prover, in no time. */
  COLLUDING,
  /** No claim. */
  SILENT;

  private static final int SKEW_MICROS = 100_000;

  Optional<ObservedTraffic> of(TestPlan plan, Collection<ObservedTraffic> honest) {
    List<Integer> all = Collections.nCopies(plan.bins(), plan.packetsPerBin());
    int length = (int) plan.micros();
    return switch (this) {
      case RUSHING -> Optional.of(seen(plan, 0, length, all));
      case NO_TIME -> Optional.of(seen(plan, 0, 0, all));
      case EARLY -> Optional.of(seen(plan, -SKEW_MICROS, length, all));
      case WITHHOLDING -> Optional.of(seen(plan, 0, length, Collections.nCopies(plan.bins(), 0)));
      case COLLUDING ->
        honest.stream()
            .max(Comparator.comparingInt(ObservedTraffic::total))
            .map(most -> seen(plan, 0, 0, most.delivered()));
      case SILENT -> Optional.empty();
    };
  }

  private static ObservedTraffic seen(
      TestPlan plan, int startMicros, int elapsedMicros, List<Integer> delivered) {
    return new ObservedTraffic(
        plan.test(),
        plan.provers().get(0),
        true,
        startMicros,
        elapsedMicros,
        0,
        new ObservedTraffic.Ping(1, 1, 0, 1, 1),
        delivered,
        new byte[ReceivedPackets.ANSWER_BYTES]);
  }
}
