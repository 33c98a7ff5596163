package org.depinsdk.proofs;

import java.util.Map;
import org.depinsdk.core.report.ReasonCode;

/**
 * A sum of what devices claim. It stops at {@link Long#MAX_VALUE} instead of turning negative or throwing, and says so: no
 * evidence stops an epoch from being settled.
 */
public final class SaturatingSum {
  /** What a device claims adds up to more than a score can hold; the highest possible value counts. */
  public static final ReasonCode SATURATED = new ReasonCode("proof.saturated");

  private long value;
  private boolean saturated;

  /** The sum of nothing. */
  public SaturatingSum() {}

  /**
   * Adds.
   *
   * @param amount 0 or more
   */
  public void add(long amount) {
    long sum = value + amount;
    saturated |= sum < 0;
    value = sum < 0 ? Long.MAX_VALUE : sum;
  }

  /**
   * The sum.
   *
   * @return at most {@link Long#MAX_VALUE}
   */
  public long value() {
    return value;
  }

  /**
   * Says in a verdict that the sum was too high, if it was.
   *
   * @param log the findings of the verdict
   */
  public void note(FindingLog log) {
    if (saturated) {
      log.add(Finding.of(SATURATED, Severity.WARNING, Map.of("most", Long.toString(value))));
    }
  }
}
