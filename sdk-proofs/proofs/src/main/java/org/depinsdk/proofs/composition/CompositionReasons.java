package org.depinsdk.proofs.composition;

import org.depinsdk.core.report.ReasonCode;

/** What a verdict says about a composition. */
public final class CompositionReasons {
  /** How the parts were joined: the rule, and each part's score of what makes it full. */
  public static final ReasonCode JOINED = new ReasonCode("composition.joined");

  /** The base was worth something and the other parts left nothing of it. */
  public static final ReasonCode NOTHING_LEFT = new ReasonCode("composition.nothing-left");

  private CompositionReasons() {}
}
