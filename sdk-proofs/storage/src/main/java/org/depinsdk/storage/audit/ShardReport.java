package org.depinsdk.storage.audit;

import java.util.regex.Pattern;
import org.depinsdk.proofs.Fields;
import org.depinsdk.storage.erasure.ReedSolomon;

/**
 * Evidence of {@code audit/1}: what a provider answers about one shard of a segment.
 *
 * @param segment the segment's name, 1 to 64 of {@code A-Z a-z 0-9 . _ : -}
 * @param version of the segment's record that the provider knew, 0 or more
 * @param shard which shard, 0 to 255
 * @param answer blocks, or why there are none
 */
public record ShardReport(String segment, long version, int shard, ShardAnswer answer) {
  /** Most stripes that an audit asks for. */
  public static final int MAX_STRIPES = 16;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

  /** Checks the ranges. */
  public ShardReport {
    checkName(segment);
    Fields.unsigned("version", version, Long.MAX_VALUE);
    Fields.range("shard", shard, 0, ReedSolomon.MAX_SHARDS - 1);
    if (answer instanceof ShardAnswer.Blocks blocks) {
      Fields.size("shares", blocks.blocks().size(), 1, MAX_STRIPES, "shares");
    }
  }

  static void checkName(String segment) {
    Fields.check(
        NAME.matcher(segment).matches(), "segment", segment, "1 to 64 of A-Z a-z 0-9 . _ : -");
  }
}
