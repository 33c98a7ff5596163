package org.depinsdk.proofs.sanctions;

import org.depinsdk.core.report.ReasonCode;

/** What a verdict says about a sanction. */
public final class SanctionReasons {
  /** A sanction was in force in the epoch; what the denied proofs were worth is withheld. */
  public static final ReasonCode WITHHELD = new ReasonCode("sanction.withheld");

  private SanctionReasons() {}
}
