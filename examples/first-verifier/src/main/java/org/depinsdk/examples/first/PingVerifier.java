package org.depinsdk.examples.first;

import java.util.List;
import java.util.Map;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.Judge;
import org.depinsdk.proofs.Judgement;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Setting;
import org.depinsdk.proofs.Settings;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;

/** Pays for each ping that was answered within a limit, in a policy {@code "ping/1": {"max-millis": "80"}}. */
public final class PingVerifier implements ProofVerifier<Long> {
  private static final Setting<Long> MAX_MILLIS =
      Setting.number("max-millis", "milliseconds", 1, 60_000, 100, "A slower ping does not count.");

  @Override
  public ProofKind kind() {
    return new ProofKind("ping/1");
  }

  @Override
  public ScoreType scoreType() {
    return ScoreType.quantity("ping");
  }

  @Override
  public EvidenceCodec<Long> codec() {
    return EvidenceCodec.number(0, 60_000); // milliseconds
  }

  @Override
  public GroupKey groupOf(Attributed<Long> ping) {
    return GroupKey.device(ping.device());
  }

  @Override
  public Settings settings() {
    return Settings.of(MAX_MILLIS);
  }

  @Override
  public Judge<Long> prepare(ProofContext context) {
    long limit = context.config().get(MAX_MILLIS);
    return (group, pings, before) -> Judgement.of(judge(group, pings, limit));
  }

  private List<Verdict> judge(GroupKey group, Iterable<Attributed<Long>> pings, long limit) {
    long good = 0;
    for (Attributed<Long> ping : pings) {
      good += ping.evidence() <= limit ? 1 : 0;
    }
    var fact = Finding.of(
        new ReasonCode("ping.counted"),
        Severity.INFO,
        Map.of("good", "" + good, "limit", "" + limit));
    var device = pings.iterator().next().device();
    return List.of(new Verdict(device, kind(), group, scoreType().of(good), List.of(fact)));
  }
}
