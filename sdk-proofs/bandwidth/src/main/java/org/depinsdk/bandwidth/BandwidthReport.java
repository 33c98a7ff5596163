package org.depinsdk.bandwidth;

/** What a coordinator, a challenger or a prover reports about one test. */
public sealed interface BandwidthReport permits TestPlan, TrafficSeen, TrafficHad {
  /**
   * Which test.
   *
   * @return link, number and direction
   */
  TestName test();
}
