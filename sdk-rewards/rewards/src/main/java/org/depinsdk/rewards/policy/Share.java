package org.depinsdk.rewards.policy;

/** A pool's share of its parent. */
public sealed interface Share permits Share.Parts, Share.Rest, Share.Score {
  /** What the siblings leave; at most one of them takes it. */
  Share REST = new Rest();

  /**
   * A fixed share.
   *
   * @param parts in the policy's parts of the whole
   * @return the share
   */
  static Share parts(long parts) {
    return new Parts(parts);
  }

  /**
   * A share in proportion to a score, as Helium splits its emission among sub-networks (HIP-51, HIP-141). All siblings then
   * have scores.
   *
   * @param figure the name of the epoch's figure that is the score; where it is absent the score is zero
   * @return the share
   */
  static Share score(String figure) {
    return new Score(figure);
  }

  /**
   * A fixed share.
   *
   * @param parts in the policy's parts of the whole
   */
  record Parts(long parts) implements Share {}

  /** What the siblings leave. */
  record Rest() implements Share {}

  /**
   * A share in proportion to a score.
   *
   * @param figure the name of the epoch's figure that is the score
   */
  record Score(String figure) implements Share {}
}
