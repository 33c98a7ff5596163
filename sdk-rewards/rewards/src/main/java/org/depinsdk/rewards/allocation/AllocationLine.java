package org.depinsdk.rewards.allocation;

import java.math.BigInteger;
import java.util.Objects;
import java.util.Optional;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;
import org.depinsdk.rewards.TokenAmount;

/**
 * One amount and where it comes from: {@code weight / totalWeight} of what its pool divides is the device's, and the
 * operator has its {@linkplain #share() share} of that. In a pool that pays by contribution as it is, the weight is the
 * units.
 *
 * @param pool which pool pays
 * @param operator who is paid
 * @param contribution for what, whole; empty in a pool with a fixed recipient
 * @param weight what the contribution weighs in the pool, 0 to {@code totalWeight}
 * @param totalWeight what all contributions weigh together in the pool
 * @param amount what is paid, in base units
 */
public record AllocationLine(
    String pool,
    OperatorId operator,
    Optional<Contribution> contribution,
    BigInteger weight,
    BigInteger totalWeight,
    TokenAmount amount) {
  /** Checks the weight. */
  public AllocationLine {
    Objects.requireNonNull(pool, "pool");
    Objects.requireNonNull(operator, "operator");
    Objects.requireNonNull(amount, "amount");
    if (weight.signum() < 0 || weight.compareTo(totalWeight) > 0) {
      throw new IllegalArgumentException(
          "a line of pool " + pool + " has a weight of 0 to " + totalWeight + ", not " + weight);
    }
  }

  /**
   * A line for a fixed recipient, of weight 1 in 1.
   *
   * @param pool which pool pays
   * @param recipient who is paid
   * @param amount what is paid
   * @return the line
   */
  public static AllocationLine fixed(String pool, OperatorId recipient, TokenAmount amount) {
    return new AllocationLine(
        pool, recipient, Optional.empty(), BigInteger.ONE, BigInteger.ONE, amount);
  }

  /**
   * The device that contributed.
   *
   * @return empty in a pool with a fixed recipient
   */
  public Optional<DeviceId> device() {
    return contribution.map(Contribution::device);
  }

  /**
   * Which proof measured the contribution.
   *
   * @return empty in a pool with a fixed recipient
   */
  public Optional<ProofKind> kind() {
    return contribution.map(Contribution::kind);
  }

  /**
   * What the device contributed, in the unit of the proof.
   *
   * @return 0 or more; 1 in a pool with a fixed recipient
   */
  public long units() {
    return contribution.map(Contribution::units).orElse(1L);
  }

  /**
   * The operator's share of what the device earned.
   *
   * @return its weight and that of all {@link Owners} of the device, for example {@code 3/12}; {@code 1/1} for a sole owner
   *     and a fixed recipient
   */
  public String share() {
    Owners owners = contribution.map(Contribution::owners).orElse(Owners.sole(operator));
    long weight = owners.shares().stream()
        .filter(share -> share.operator().equals(operator))
        .mapToLong(Owners.Share::weight)
        .sum();
    return weight + "/" + owners.totalWeight();
  }

  @Override
  public String toString() {
    return pool + ": " + amount + " to " + operator
        + contribution
            .map(c -> " for " + c.units() + " " + c.kind() + " of " + c.device() + ", weight "
                + weight + "/" + totalWeight
                + (c.owners().isSole() ? "" : ", share " + share()))
            .orElse("");
  }
}
