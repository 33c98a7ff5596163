package org.depinsdk.bandwidth;

/** What a coordinator, a challenger or a prover reports about one test. */
public sealed interface BandwidthReport permits TestPlan, ObservedTraffic, ProverTraffic {
  /**
   * Which test.
   *
   * @return link, number and direction
   */
  TestName test();
}
