package org.depinsdk.lab;

import java.util.List;
import org.depinsdk.bandwidth.Estimate;

/**
 * What a run came to.
 *
 * @param trueKbps of IP packets, from what tbf was told
 * @param mostKbps the same with what tbf's bucket lets through in a test beside it
 * @param estimates of each prover
 * @param withoutLeastKbps of all provers together, see {@link org.depinsdk.bandwidth.Estimator#withoutLeast}
 * @param found of a pair that nobody knew: whether it was found to share its link; else true
 * @param claims how many challengers made a claim
 * @param usable how many of them kept their schedule
 * @param testBytes of the packets that challengers sent
 */
record Measurement(
    Scenario scenario,
    long trueKbps,
    long mostKbps,
    List<Estimate> estimates,
    long withoutLeastKbps,
    boolean found,
    int claims,
    int usable,
    long testBytes) {
  Measurement with(boolean whetherFound) {
    return new Measurement(
        scenario,
        trueKbps,
        mostKbps,
        estimates,
        withoutLeastKbps,
        whetherFound,
        claims,
        usable,
        testBytes);
  }

  /** The figure that is compared with the true rate: with other traffic the capacity, else what was available. */
  long estimatedKbps() {
    return estimates.stream()
        .mapToLong(one -> scenario == Scenario.CROSS_TRAFFIC ? one.capacity() : one.available())
        .sum();
  }

  long guaranteedKbps() {
    return estimates.stream().mapToLong(Estimate::guaranteed).sum();
  }

  /** How far the estimate is off, in thousandths of the true rate. */
  long errorPermille() {
    return (estimatedKbps() - trueKbps) * 1_000 / trueKbps;
  }

  /** Liars make every estimate wrong, and so does a pair that gets twice too much; there other things have to hold. */
  boolean isNear(int tolerancePercent) {
    return switch (scenario) {
      case TWO_LIARS -> true;
      case UNKNOWN_PAIR -> found;
      default -> Math.abs(errorPermille()) <= tolerancePercent * 10L;
    };
  }

  /** Whether no more is guaranteed than the link carried. */
  boolean isSafe() {
    return guaranteedKbps() <= mostKbps;
  }

  /** Whether every challenger kept its schedule: otherwise the machine was too busy, which says nothing of the link. */
  boolean isSound() {
    return usable == claims;
  }
}
