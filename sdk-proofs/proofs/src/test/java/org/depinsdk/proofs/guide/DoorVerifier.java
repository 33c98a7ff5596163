package org.depinsdk.proofs.guide;

import java.nio.ByteBuffer;
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
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Setting;
import org.depinsdk.proofs.Settings;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;

/** {@code door/1}: how many people a counter at a door saw; each report carries the count of one minute. */
public final class DoorVerifier implements ProofVerifier<Integer> {
  static final ReasonCode CROWD = new ReasonCode("door.crowd");
  static final Setting<Long> MOST = Setting.number(
      "most", "people", 1, 1_000, 60, "Of more people in one minute the rest does not count.");

  @Override
  public ProofKind kind() {
    return new ProofKind("door/1");
  }

  @Override
  public ScoreType scoreType() {
    return ScoreType.quantity("person");
  }

  @Override
  public EvidenceCodec<Integer> codec() {
    return new EvidenceCodec<>() {
      @Override
      public byte[] encode(Integer people) {
        return ByteBuffer.allocate(4).putInt(people).array();
      }

      @Override
      public Integer decode(byte[] bytes) throws MalformedEvidenceException {
        if (bytes.length != 4 || bytes[0] < 0) {
          throw MalformedEvidenceException.unreadable("count of 4 bytes, 0 or more");
        }
        return ByteBuffer.wrap(bytes).getInt();
      }
    };
  }

  @Override
  public GroupKey groupOf(Attributed<Integer> evidence) {
    return GroupKey.device(evidence.device());
  }

  @Override
  public Settings settings() {
    return Settings.of(MOST);
  }

  @Override
  public Judge<Integer> prepare(ProofContext context) {
    long most = context.config().get(MOST);
    return (group, evidence, before) -> Judgement.of(judge(group, evidence, most));
  }

  private List<Verdict> judge(GroupKey group, Iterable<Attributed<Integer>> evidence, long most) {
    Map<Long, Attributed<Integer>> minutes = new TreeMap<>();
    for (Attributed<Integer> report : evidence) {
      // of two reports of one minute the one with the lower id counts, whatever their order
      minutes.merge(
          report.deviceTime().getEpochSecond() / 60,
          report,
          (a, b) -> a.report().compareTo(b.report()) < 0 ? a : b);
    }
    long people =
        minutes.values().stream().mapToLong(r -> Math.min(most, r.evidence())).sum();
    List<Finding> findings = minutes.values().stream()
        .filter(r -> r.evidence() > most)
        .map(r -> new Finding(CROWD, Severity.WARNING, Map.of(), List.of(r.report())))
        .toList();
    return minutes.values().stream()
        .limit(1)
        .map(r -> new Verdict(r.device(), kind(), group, scoreType().of(people), findings))
        .toList();
  }
}
