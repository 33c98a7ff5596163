package org.depinsdk.proofs;

import java.util.List;
import org.depinsdk.core.report.ProofKind;

/** A verifier that has nothing but settings. */
record DescribedVerifier(Settings settings) implements ProofVerifier<Long> {
  @Override
  public ProofKind kind() {
    return new ProofKind("described/1");
  }

  @Override
  public ScoreType scoreType() {
    return ScoreType.quantity("nothing");
  }

  @Override
  public EvidenceCodec<Long> codec() {
    return EvidenceCodec.number(0, 1);
  }

  @Override
  public GroupKey groupOf(Attributed<Long> evidence) {
    return GroupKey.device(evidence.device());
  }

  @Override
  public Judge<Long> prepare(ProofContext context) {
    return (group, evidence, before) -> Judgement.of(List.of());
  }
}
