package org.depinsdk.storage.audit;

import java.util.List;
import org.depinsdk.storage.piece.BlockProof;

/** What a provider says when it is asked for blocks of a shard. */
public sealed interface ShardAnswer {
  /**
   * The blocks.
   *
   * @param blocks in the order of the challenges, 1 to {@value ShardReport#MAX_STRIPES}; without a path where the network keeps no
   *     commitment. Copied
   */
  record Blocks(List<BlockProof> blocks) implements ShardAnswer {
    /** Copies. */
    public Blocks {
      blocks = List.copyOf(blocks);
    }
  }

  /** The shard is not there, or its bytes are no longer those of its commitment. */
  record Lost() implements ShardAnswer {}

  /** Something else failed; the shard may be all right. */
  record Failed() implements ShardAnswer {}
}
