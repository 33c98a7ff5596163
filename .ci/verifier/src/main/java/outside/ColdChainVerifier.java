package outside;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

/** Pays for each hour in which a cold store was never warmer than a limit. Evidence is a temperature in tenths of a kelvin. */
public final class ColdChainVerifier implements ProofVerifier<Long> {
  static final Setting<Long> LIMIT = Setting.number(
      "limit", "tenths of a kelvin", 0, 5_000, 2_782, "An hour with a warmer reading does not count.");
  private static final ReasonCode WARM = new ReasonCode("cold-chain.warm");

  @Override
  public ProofKind kind() {
    return new ProofKind("cold-chain/1");
  }

  @Override
  public ScoreType scoreType() {
    return ScoreType.quantity("hour");
  }

  @Override
  public Settings settings() {
    return Settings.of(LIMIT);
  }

  @Override
  public EvidenceCodec<Long> codec() {
    return EvidenceCodec.number(0, 5_000);
  }

  @Override
  public GroupKey groupOf(Attributed<Long> reading) {
    return GroupKey.device(reading.device());
  }

  @Override
  public Judge<Long> prepare(ProofContext context) {
    long limit = context.config().get(LIMIT);
    return (group, readings, before) -> Judgement.of(judge(group, readings, limit));
  }

  private List<Verdict> judge(GroupKey group, Iterable<Attributed<Long>> readings, long limit) {
    Map<Object, Long> warmest = new TreeMap<>();
    for (Attributed<Long> reading : readings) {
      warmest.merge(
          reading.deviceTime().truncatedTo(ChronoUnit.HOURS), reading.evidence(), Math::max);
    }
    long cold = warmest.values().stream().filter(tenths -> tenths <= limit).count();
    long warm = warmest.size() - cold;
    List<Finding> findings = warm == 0
        ? List.of()
        : List.of(Finding.of(WARM, Severity.WARNING, Map.of("hours", Long.toString(warm))));
    return List.of(new Verdict(
        readings.iterator().next().device(), kind(), group, scoreType().of(cold), findings));
  }
}
