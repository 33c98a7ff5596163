package org.depinsdk.proofs;

import java.util.List;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ProofKind;

/**
 * What a verifier concluded about one device in one group.
 *
 * @param device who is judged
 * @param kind by which proof
 * @param group in which group
 * @param score what it is worth
 * @param findings why, in the order in which they weigh
 */
public record Verdict(
    DeviceId device, ProofKind kind, GroupKey group, Score score, List<Finding> findings) {
  /** Copies. */
  public Verdict {
    findings = List.copyOf(findings);
  }
}
