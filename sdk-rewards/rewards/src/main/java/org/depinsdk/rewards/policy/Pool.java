package org.depinsdk.rewards.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.jspecify.annotations.Nullable;

/**
 * A named part of an epoch's tokens.
 *
 * @param name 1 to 40 of {@code a-z 0-9 -}, unlike every other of the policy
 * @param share its share of the parent
 * @param content what it does with its tokens
 * @param leftover where the tokens go that it cannot pay
 */
public record Pool(String name, Share share, PoolContent content, Leftover leftover) {
  /**
   * Starts a pool.
   *
   * @param name its name
   * @return a builder
   */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Builds a pool. */
  public static final class Builder {
    private final String name;
    private Share share = Share.REST;
    private @Nullable PoolContent content;
    private @Nullable TreeSet<ProofKind> kinds;
    private Weighing weighing = Weighing.UNITS;
    private final List<Factor> factors = new ArrayList<>();
    private @Nullable Limit limit;
    private @Nullable Guarantee guarantee;
    private @Nullable Cap cap;
    private Remainder remainder = Remainder.FLOOR;
    private Leftover leftover = Leftover.UNALLOCATED;

    private Builder(String name) {
      this.name = name;
    }

    /**
     * Its share of the parent. Without it the pool takes what its siblings leave.
     *
     * @param parts in the policy's parts of the whole
     * @return this
     */
    public Builder share(long parts) {
      return share(Share.parts(parts));
    }

    /**
     * Its share of the parent; {@link Share#REST} unless set.
     *
     * @param share the share
     * @return this
     */
    public Builder share(Share share) {
      this.share = share;
      return this;
    }

    /**
     * Pays in proportion to contributions.
     *
     * @param kinds which proofs count
     * @return this
     */
    public Builder proportionalTo(ProofKind... kinds) {
      return paying(Weighing.UNITS, kinds);
    }

    /**
     * Pays every device alike that contributed enough.
     *
     * @param minimumUnits what it must contribute, 1 or more
     * @param kind which proof counts
     * @return this
     */
    public Builder equally(long minimumUnits, ProofKind kind) {
      return paying(Weighing.equal(minimumUnits), kind);
    }

    /**
     * Pays in proportion to weights.
     *
     * @param weighing how a contribution becomes a weight
     * @param kinds which proofs count
     * @return this
     */
    public Builder paying(Weighing weighing, ProofKind... kinds) {
      this.weighing = weighing;
      this.kinds = new TreeSet<>(List.of(kinds));
      return this;
    }

    /**
     * Multiplies the weights, after the factors that were added before.
     *
     * @param factor the factor
     * @return this
     */
    public Builder times(Factor factor) {
      factors.add(factor);
      return this;
    }

    /**
     * Limits what the pool pays for each unit of weight.
     *
     * @param limit the limit
     * @return this
     */
    public Builder limit(Limit limit) {
      this.limit = limit;
      return this;
    }

    /**
     * What everybody with a weight gets first.
     *
     * @param guarantee to whom and how much
     * @return this
     */
    public Builder guarantee(Guarantee guarantee) {
      this.guarantee = guarantee;
      return this;
    }

    /**
     * Limits what one may get.
     *
     * @param cap the limit
     * @return this
     */
    public Builder cap(Cap cap) {
      this.cap = cap;
      return this;
    }

    /**
     * What happens to what does not divide evenly; {@link Remainder#FLOOR} unless set.
     *
     * @param remainder the rule
     * @return this
     */
    public Builder remainder(Remainder remainder) {
      this.remainder = remainder;
      return this;
    }

    /**
     * Splits among pools of its own.
     *
     * @param pools at least one
     * @return this
     */
    public Builder pools(Pool... pools) {
      this.content = new PoolContent.SubPools(List.of(pools));
      return this;
    }

    /**
     * Pays one account.
     *
     * @param operator the account
     * @return this
     */
    public Builder paysTo(OperatorId operator) {
      this.content = new PoolContent.Recipient(operator);
      return this;
    }

    /**
     * Holds its tokens back.
     *
     * @return this
     */
    public Builder reserved() {
      this.content = new PoolContent.Reserve();
      return this;
    }

    /**
     * Where the tokens go that it cannot pay; {@link Leftover#UNALLOCATED} unless set.
     *
     * @param leftover the place
     * @return this
     */
    public Builder leftover(Leftover leftover) {
      this.leftover = leftover;
      return this;
    }

    /**
     * Makes the pool.
     *
     * @return the pool
     * @throws IllegalArgumentException if it was not said what the pool does, or two things were said
     */
    public Pool build() {
      PoolContent content = this.content;
      if ((kinds == null) == (content == null)) {
        throw new IllegalArgumentException("pool " + name
            + " does one thing: it pays contributions, splits, pays one account or is reserved");
      }
      if (content == null && kinds != null) {
        content = new PoolContent.ByContribution(
            kinds,
            weighing,
            factors,
            Optional.ofNullable(limit),
            Optional.ofNullable(guarantee),
            Optional.ofNullable(cap),
            remainder);
      } else if (cap != null
          || guarantee != null
          || limit != null
          || !factors.isEmpty()
          || remainder != Remainder.FLOOR) {
        throw new IllegalArgumentException(
            "pool " + name
                + " has a cap, a guarantee, factors or a remainder rule, which only a pool has that pays contributions");
      }
      return new Pool(name, share, Objects.requireNonNull(content), leftover);
    }
  }
}
