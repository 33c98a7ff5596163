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
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.Score;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;

/** {@code door/1}: how many people a counter at a door saw; each report carries the count of one minute. */
public final class DoorVerifier implements ProofVerifier<Integer> {
  static final ReasonCode CROWD = new ReasonCode("door.crowd");

  @Override
  public ProofKind kind() {
    return new ProofKind("door/1");
  }

  @Override
  public String unit() {
    return "person";
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
          throw new MalformedEvidenceException("a count is 4 bytes, 0 or more");
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
  public List<Verdict> judge(
      GroupKey group, Iterable<Attributed<Integer>> evidence, ProofContext context) {
    long most = context.config().number("most", 60, 1, 1_000);
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
        .map(r -> new Verdict(r.device(), kind(), group, Score.exact(people, unit()), findings))
        .toList();
  }
}
