package org.depinsdk.bandwidth;

import org.depinsdk.core.report.ReasonCode;

/** What a bandwidth verdict can say: first of plans, then of claims, then of tests. */
public final class BandwidthReasons {
  /** Whoever reported the plan is no active device of the class of coordinators; the plan does not count. */
  public static final ReasonCode NOT_A_COORDINATOR = new ReasonCode("bandwidth.not-a-coordinator");

  /** There are two different plans of one test; neither counts. */
  public static final ReasonCode PLAN_CONFLICT = new ReasonCode("bandwidth.plan-conflict");

  /** The plan does not measure every device of its link together, and no other; it does not count. */
  public static final ReasonCode NOT_TOGETHER = new ReasonCode("bandwidth.not-together");

  /** The plan's proof does not verify under the coordinator's key; it does not count. */
  public static final ReasonCode DRAW_UNPROVEN = new ReasonCode("bandwidth.draw-unproven");

  /** The test did not begin when the draw says; the plan does not count. */
  public static final ReasonCode WRONG_TIME = new ReasonCode("bandwidth.wrong-time");

  /** The plan's challengers are not those that the draw gives, in its order; the plan does not count. */
  public static final ReasonCode NOT_DRAWN = new ReasonCode("bandwidth.not-drawn");

  /** The device is none of the plan's challengers, or not active; its claim does not count. */
  public static final ReasonCode NOT_A_CHALLENGER = new ReasonCode("bandwidth.not-a-challenger");

  /** A challenger claims two different things of one test; neither counts. */
  public static final ReasonCode CLAIM_CONFLICT = new ReasonCode("bandwidth.claim-conflict");

  /** A claim has other bins than the plan, or more packets than were due; it does not count. */
  public static final ReasonCode IMPOSSIBLE = new ReasonCode("bandwidth.impossible");

  /** A claim's start is further from the plan's than {@code clock-skew}, or its end is too late; it does not count. */
  public static final ReasonCode WRONG_WINDOW = new ReasonCode("bandwidth.wrong-window");

  /** The challenger missed its own schedule with too many packets, so that its claim says nothing about the prover. */
  public static final ReasonCode MISSED_SCHEDULE = new ReasonCode("bandwidth.missed-schedule");

  /** The round trip is shorter than light takes between the two places; the claim does not count. */
  public static final ReasonCode FASTER_THAN_LIGHT = new ReasonCode("bandwidth.faster-than-light");

  /** The round trip is longer than {@code max-round-trip}: the prover may answer from somewhere else. The claim does not count. */
  public static final ReasonCode TOO_FAR = new ReasonCode("bandwidth.too-far");

  /** More challengers failed than may be corrupted; the test says nothing about the prover and does not count. */
  public static final ReasonCode CHALLENGERS_FAILED =
      new ReasonCode("bandwidth.challengers-failed");

  /** The prover answered none of the challengers; the test counts as nothing measured. */
  public static final ReasonCode ABSENT = new ReasonCode("bandwidth.absent");

  /** Almost all that was offered arrived: the link may be faster than what is said. */
  public static final ReasonCode AT_LEAST = new ReasonCode("bandwidth.at-least");

  /** What a test came to. */
  public static final ReasonCode MEASURED = new ReasonCode("bandwidth.measured");

  /** The device claims more than was available to the test, by more than an estimate may be off, 8 %. */
  public static final ReasonCode BELOW_CLAIM = new ReasonCode("bandwidth.below-claim");

  /** Measured alone and together, two devices turned out to be behind one link; {@code with} names the other. */
  public static final ReasonCode SHARES_LINK = new ReasonCode("bandwidth.shares-link");

  /** Measured alone and together, two devices have links of their own. */
  public static final ReasonCode OWN_LINK = new ReasonCode("bandwidth.own-link");

  /** Fewer tests count than the policy's {@code least-tests}; nothing is paid yet. */
  public static final ReasonCode TOO_FEW_TESTS = new ReasonCode("bandwidth.too-few-tests");

  /** What the tests that count come to: the average, or the newest if it is lower. */
  public static final ReasonCode PROVEN = new ReasonCode("bandwidth.proven");

  private BandwidthReasons() {}
}
