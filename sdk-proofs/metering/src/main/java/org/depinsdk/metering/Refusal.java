package org.depinsdk.metering;

import java.util.Map;
import org.depinsdk.core.report.ReasonCode;

/** Why a session does not count. Never leaves this package: the verifier makes a finding of it. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient ReasonCode code;
  private final transient Map<String, String> facts;

  Refusal(ReasonCode code, Map<String, String> facts) {
    super(code.text(), null, false, false);
    this.code = code;
    this.facts = facts;
  }

  ReasonCode code() {
    return code;
  }

  Map<String, String> facts() {
    return facts;
  }
}
