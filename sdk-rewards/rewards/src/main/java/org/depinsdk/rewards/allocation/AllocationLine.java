package org.depinsdk.rewards.allocation;

import java.math.BigInteger;
import java.util.Objects;
import java.util.Optional;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.TokenAmount;
import org.jspecify.annotations.Nullable;

/**
 * One amount and where it comes from: {@code weight / totalWeight} of what its pool divides. In a pool that pays by
 * contribution as it is, the weight is the units.
 *
 * <p>A pool with a fixed recipient has one line without device and kind, of weight 1 in 1.
 */
public final class AllocationLine {
  private final String pool;
  private final @Nullable DeviceId device;
  private final OperatorId operator;
  private final @Nullable ProofKind kind;
  private final long units;
  // null where the weight is the units, which is the common case and half the memory
  private final @Nullable BigInteger otherWeight;
  private final BigInteger totalWeight;
  private final TokenAmount amount;

  private AllocationLine(
      String pool,
      @Nullable DeviceId device,
      OperatorId operator,
      @Nullable ProofKind kind,
      long units,
      @Nullable BigInteger otherWeight,
      BigInteger totalWeight,
      TokenAmount amount) {
    this.pool = Objects.requireNonNull(pool, "pool");
    this.device = device;
    this.operator = Objects.requireNonNull(operator, "operator");
    this.kind = kind;
    this.units = units;
    this.otherWeight = otherWeight;
    this.totalWeight = totalWeight;
    this.amount = Objects.requireNonNull(amount, "amount");
  }

  /**
   * A line for a contribution.
   *
   * @param pool which pool pays
   * @param device who contributed
   * @param operator who is paid
   * @param kind which proof measured it
   * @param units how much was contributed
   * @param weight what that weighs in this pool
   * @param totalWeight what all lines of the pool weigh together
   * @param amount what is paid
   * @return the line
   */
  public static AllocationLine of(
      String pool,
      DeviceId device,
      OperatorId operator,
      ProofKind kind,
      long units,
      BigInteger weight,
      BigInteger totalWeight,
      TokenAmount amount) {
    if (units < 0 || weight.signum() < 0 || weight.compareTo(totalWeight) > 0) {
      throw new IllegalArgumentException(
          "a line of pool " + pool + " needs units of 0 or more and a weight of 0 to " + totalWeight
              + ", not " + units + " and " + weight);
    }
    boolean plain = weight.bitLength() < 64 && weight.longValue() == units;
    return new AllocationLine(
        pool, device, operator, kind, units, plain ? null : weight, totalWeight, amount);
  }

  /**
   * A line for a fixed recipient.
   *
   * @param pool which pool pays
   * @param recipient who is paid
   * @param amount what is paid
   * @return the line
   */
  public static AllocationLine fixed(String pool, OperatorId recipient, TokenAmount amount) {
    return new AllocationLine(pool, null, recipient, null, 1, null, BigInteger.ONE, amount);
  }

  /**
   * The pool that pays.
   *
   * @return its name
   */
  public String pool() {
    return pool;
  }

  /**
   * The device that contributed.
   *
   * @return empty in a pool with a fixed recipient
   */
  public Optional<DeviceId> device() {
    return Optional.ofNullable(device);
  }

  /**
   * Who is paid.
   *
   * @return the operator
   */
  public OperatorId operator() {
    return operator;
  }

  /**
   * Which proof measured the contribution.
   *
   * @return empty in a pool with a fixed recipient
   */
  public Optional<ProofKind> kind() {
    return Optional.ofNullable(kind);
  }

  /**
   * What was contributed, in the unit of the proof.
   *
   * @return 0 or more
   */
  public long units() {
    return units;
  }

  /**
   * What the contribution weighs in this pool.
   *
   * @return 0 to {@link #totalWeight()}
   */
  public BigInteger weight() {
    return otherWeight != null ? otherWeight : BigInteger.valueOf(units);
  }

  /**
   * What all lines of the pool weigh together.
   *
   * @return the total
   */
  public BigInteger totalWeight() {
    return totalWeight;
  }

  /**
   * What is paid.
   *
   * @return base units
   */
  public TokenAmount amount() {
    return amount;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AllocationLine l
        && pool.equals(l.pool)
        && Objects.equals(device, l.device)
        && operator.equals(l.operator)
        && Objects.equals(kind, l.kind)
        && units == l.units
        && weight().equals(l.weight())
        && totalWeight.equals(l.totalWeight)
        && amount.equals(l.amount);
  }

  @Override
  public int hashCode() {
    return Objects.hash(pool, device, operator, kind, units, amount);
  }

  @Override
  public String toString() {
    return pool + ": " + amount + " to " + operator
        + (device == null
            ? ""
            : " for " + units + " " + kind + " of " + device + ", weight " + weight() + "/"
                + totalWeight);
  }
}
