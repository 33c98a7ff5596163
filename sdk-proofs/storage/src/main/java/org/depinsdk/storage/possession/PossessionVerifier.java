package org.depinsdk.storage.possession;

import java.util.List;
import java.util.Map;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.Judge;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Settings;
import org.depinsdk.proofs.Table;

/**
 * {@code possession/1}: whether a provider has the pieces of a data set. The pieces that the data set had at the epoch's start
 * are one row of leaves; the epoch's randomness chooses some of them, as Filecoin's PDPVerifier does ({@link LeafChallenge}), and
 * the provider shows each with its path to the root of its piece. The score is the raw bytes of all pieces that belong to the data set during the whole
 * epoch, in the unit {@code byte}, if every challenge was answered; otherwise 0, and a fault is counted.
 *
 * <p>It proves that the provider could get at the challenged leaves after the randomness was known. It does not prove that they
 * lie on a disk of its own, nor that each operator has a copy of its own: pieces that must not be shared have to differ, as the
 * shards of an erasure code and data that is encrypted for each provider do. A piece that occurs twice in the data sets of one
 * operator is counted once. A score's lowest value is what could be left if the challenges had missed as much as they miss once
 * in twenty times.
 */
public final class PossessionVerifier implements ProofVerifier<Possession> {
  /** The kind, {@code possession/1}. */
  public static final ProofKind KIND = new ProofKind("possession/1");

  /** The unit, {@code byte}. */
  public static final ScoreType SCORE = ScoreType.quantity("byte");

  /** Which device holds a data set. */
  static final Table<Long, DeviceId> DATA_SETS = new Table<>(
      "data-sets",
      "data set, device",
      "Who holds which data set, by the data set's number.",
      PossessionVerifier::dataSet);

  private static final EvidenceCodec<Possession> CODEC = new PossessionCodec();
  private static final String GROUP = "data-set:";

  /** The verifier. */
  public PossessionVerifier() {}

  @Override
  public ProofKind kind() {
    return KIND;
  }

  @Override
  public ScoreType scoreType() {
    return SCORE;
  }

  @Override
  public Settings settings() {
    return PossessionRules.ALL;
  }

  @Override
  public List<Table<?, ?>> tables() {
    return List.of(DATA_SETS, PieceRow.TABLE);
  }

  @Override
  public EvidenceCodec<Possession> codec() {
    return CODEC;
  }

  @Override
  public GroupKey groupOf(Attributed<Possession> evidence) {
    return new GroupKey(GROUP + evidence.evidence().dataSet());
  }

  @Override
  public Judge<Possession> prepare(ProofContext context) {
    return new PossessionJudge(context);
  }

  static long dataSet(GroupKey group) {
    return Long.parseLong(group.text().substring(GROUP.length()));
  }

  private static Map.Entry<Long, DeviceId> dataSet(String key, String value) {
    try {
      return Map.entry(PieceRow.number(key), DeviceId.parse(value));
    } catch (EncodingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
