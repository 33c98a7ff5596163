package org.depinsdk.storage.audit;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.EpochTerms;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.Judge;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Settings;
import org.depinsdk.proofs.Table;
import org.depinsdk.storage.piece.BlockProof;

/**
 * {@code audit/1}: whether the holders of a segment still have their shards. The epoch's randomness chooses segments and, in each,
 * stripes; every holder shows the same block of its shard. Where uploader and holder signed for a piece, its root decides about
 * the block. Otherwise the blocks decide about each other, as in Storj's audits: an error-correcting decoder finds who changed
 * one. All answers about a segment are judged together. The score is the bytes of the shards that passed, in the unit
 * {@code byte}.
 *
 * <p>Nobody loses by what cannot be decided: by too few answers, by more liars than can be located, by a record that changed
 * between challenge and judgement, by an uploader who signed for shards that do not belong together. Of an undecided shard the
 * score's lowest value is 0.
 *
 * <p>Of each device is remembered how its audits, its unknown errors and its answering went, as {@link Reputation} and {@link
 * OnlineHistory}. What an epoch adds changes the scores of the next one. While the audit score is too low, nothing counts; the
 * other thresholds are findings, by which a network gives a device no more shards.
 */
public final class AuditVerifier implements ProofVerifier<ShardReport> {
  /** The kind, {@code audit/1}. */
  public static final ProofKind KIND = new ProofKind("audit/1");

  /** The unit, {@code byte}. */
  public static final ScoreType SCORE = ScoreType.quantity("byte");

  private static final EvidenceCodec<ShardReport> CODEC = new AuditCodec();
  private static final String GROUP = "segment:";
  private static final byte[] TAG = "depinsdk-audit/1\0".getBytes(StandardCharsets.US_ASCII);

  /** The verifier. */
  public AuditVerifier() {}

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
    return AuditRules.ALL;
  }

  @Override
  public List<Table<?, ?>> tables() {
    return List.of(SegmentRow.TABLE, ShardRow.TABLE);
  }

  @Override
  public EvidenceCodec<ShardReport> codec() {
    return CODEC;
  }

  @Override
  public GroupKey groupOf(Attributed<ShardReport> evidence) {
    return new GroupKey(GROUP + evidence.evidence().segment());
  }

  @Override
  public Judge<ShardReport> prepare(ProofContext context) {
    return new AuditJudge(context);
  }

  static boolean isSegment(GroupKey group) {
    return group.text().startsWith(GROUP);
  }

  static String segment(GroupKey group) {
    return group.text().substring(GROUP.length());
  }

  /**
   * Which blocks of {@value org.depinsdk.storage.piece.Fr32#RAW_BLOCK} bytes every holder of a segment is asked for: numbers drawn
   * from SHA-256 over a tag, the epoch's randomness, the segment and a counter, the first of which says whether the segment is
   * audited at all.
   *
   * @param terms the epoch with its randomness, and this proof's settings
   * @param segment its name
   * @param shardBytes length of its shards, 1 or more
   * @return in the order in which they must be answered; none if the segment is not audited in this epoch
   */
  public static List<Long> challenges(EpochTerms terms, String segment, long shardBytes) {
    AuditRules rules = new AuditRules(terms.config());
    List<Long> blocks = new ArrayList<>();
    if (drawn(terms, segment, 0, rules.oneIn()) == 0) {
      for (int i = 1; i <= rules.stripes(); i++) {
        blocks.add(drawn(terms, segment, i, BlockProof.blocks(shardBytes)));
      }
    }
    return blocks;
  }

  private static long drawn(EpochTerms terms, String segment, int counter, long range) {
    Bytes32 hash = Bytes32.sha256(
        TAG,
        terms.beacon().randomness(),
        ByteBuffer.allocate(4).putInt(counter).array(),
        segment.getBytes(StandardCharsets.US_ASCII));
    return new BigInteger(1, hash.bytes()).mod(BigInteger.valueOf(range)).longValueExact();
  }
}
