package org.depinsdk.storage.audit;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.storage.erasure.ErrorLocator;
import org.depinsdk.storage.piece.BlockProof;

/**
 * Compares what the holders of one segment answered.
 *
 * <p>Where uploader and holder signed for a piece, its root decides about the answer. Otherwise the answers decide about each
 * other, if there are enough of them: of m answers of a segment that k restore, at most (m - k) / 2 liars can be located, and
 * more of them together could make an honest holder look like one.
 *
 * @param outcomes of the shards that were asked for
 * @param inconsistent whether blocks that are what was signed for are not of one code word
 */
record SegmentAudit(SortedMap<Integer, Outcome> outcomes, boolean inconsistent) {
  /** What a holder answered, and when. */
  record Answer(ShardAnswer answer, boolean late) {}

  SegmentAudit {
    outcomes = Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
  }

  /**
   * Compares.
   *
   * @param data how many shards restore the segment
   * @param liars that are reckoned with
   * @param blocks that were asked for
   * @param asked who holds which shard
   * @param answers by shard
   */
  static SegmentAudit of(
      int data,
      int liars,
      List<Long> blocks,
      SortedMap<Integer, ShardRow> asked,
      SortedMap<Integer, Answer> answers) {
    SortedMap<Integer, Outcome> outcomes = new TreeMap<>();
    SortedMap<Integer, List<BlockProof>> shown = new TreeMap<>();
    SortedSet<Integer> compared = new TreeSet<>();
    long answered = answers.values().stream().filter(a -> !a.late()).count();
    asked.forEach((shard, row) -> {
      Answer answer = answers.get(shard);
      if (answer == null || answer.late()) {
        outcomes.put(
            shard,
            answered < data ? Outcome.TOO_FEW : answer == null ? Outcome.OFFLINE : Outcome.LATE);
      } else if (!(answer.answer() instanceof ShardAnswer.Blocks shares)) {
        outcomes.put(
            shard, answer.answer() instanceof ShardAnswer.Lost ? Outcome.LOST : Outcome.UNKNOWN);
      } else if (shares.blocks().size() != blocks.size()
          || (row.piece().isPresent() && !isOf(row, shares.blocks(), blocks))) {
        outcomes.put(shard, Outcome.WRONG_SHARE);
      } else {
        shown.put(shard, shares.blocks());
        if (row.piece().isEmpty()) {
          compared.add(shard);
        }
        outcomes.put(shard, Outcome.PASSED);
      }
    });
    Optional<SortedSet<Integer>> wrong =
        located(data, compared.isEmpty() ? 0 : liars, blocks.size(), shown);
    boolean inconsistent = false;
    if (compared.isEmpty()) {
      // with nothing but signed blocks, any difference is the uploader's
      inconsistent = shown.size() > data && wrong.isEmpty();
    } else if (wrong.isEmpty()) {
      compared.forEach(shard -> outcomes.put(shard, Outcome.UNDECIDED));
    } else {
      for (int shard : wrong.get()) {
        if (compared.contains(shard)) {
          outcomes.put(shard, Outcome.LOCATED);
        } else {
          inconsistent = true;
        }
      }
    }
    return new SegmentAudit(outcomes, inconsistent);
  }

  private static boolean isOf(ShardRow row, List<BlockProof> shares, List<Long> blocks) {
    for (int i = 0; i < blocks.size(); i++) {
      if (!shares.get(i).verify(row.piece().orElseThrow(), blocks.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static Optional<SortedSet<Integer>> located(
      int data, int liars, int stripes, SortedMap<Integer, List<BlockProof>> shown) {
    SortedSet<Integer> wrong = new TreeSet<>();
    for (int stripe = 0; stripe < stripes; stripe++) {
      SortedMap<Integer, byte[]> shares = new TreeMap<>();
      for (Map.Entry<Integer, List<BlockProof>> one : shown.entrySet()) {
        shares.put(one.getKey(), one.getValue().get(stripe).block());
      }
      Optional<SortedSet<Integer>> found = ErrorLocator.locate(data, shares, liars);
      if (found.isEmpty()) {
        return found;
      }
      wrong.addAll(found.get());
    }
    return wrong.size() > liars ? Optional.empty() : Optional.of(wrong);
  }
}
