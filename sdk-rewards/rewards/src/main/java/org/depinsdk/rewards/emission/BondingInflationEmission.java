package org.depinsdk.rewards.emission;

import java.math.BigInteger;
import java.util.Set;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.document.Form;
import org.depinsdk.rewards.document.Forms;

/**
 * Mints a rate of the supply that moves by a fixed step each epoch: up while less than a target share of the supply is
 * bonded, down while more is, and not at the target. This is Livepeer's {@code Minter.sol}: a target of 50% and a rate in
 * parts of 10^9. Needs {@link EpochFacts#SUPPLY} and {@link EpochFacts#BONDED}; the state is the rate.
 *
 * <p>The rate moves first, then it mints {@code supply * rate / 10^9}, rounded down.
 *
 * @param initialRate parts of {@link #WHOLE} before the first epoch
 * @param step parts of {@link #WHOLE} by which the rate moves
 * @param target share of the supply to be bonded, in parts of {@link #WHOLE}
 */
public record BondingInflationEmission(long initialRate, long step, long target)
    implements EmissionSchedule<Long> {
  /** 100%, Livepeer's {@code PERC_DIVISOR} since it was made finer; the rate never goes above it. */
  public static final long WHOLE = 1_000_000_000L;

  /** Its form in policy files. */
  public static final EmissionType<BondingInflationEmission> TYPE = EmissionType.of(
      "bonding-inflation",
      BondingInflationEmission.class,
      "Inflation towards a bonding target, in parts of 10^9 (Livepeer).",
      (fields, forms) -> {
        Form<Long> parts = Forms.number(0, WHOLE);
        return new BondingInflationEmission(
            fields.get("initialRate", parts, BondingInflationEmission::initialRate),
            fields.get("step", parts, BondingInflationEmission::step),
            fields.get("target", parts, BondingInflationEmission::target));
      });

  /** Checks the ranges. */
  public BondingInflationEmission {
    if (outside(initialRate) || outside(step) || outside(target)) {
      throw new IllegalArgumentException("rate, step and target are 0 to " + WHOLE + ", not "
          + initialRate + ", " + step + " and " + target);
    }
  }

  private static boolean outside(long parts) {
    return parts < 0 || parts > WHOLE;
  }

  @Override
  public Long genesis() {
    return initialRate;
  }

  @Override
  public Step<Long> mint(Long rate, EpochFacts facts) throws EmissionException {
    BigInteger supply = facts.require(EpochFacts.SUPPLY);
    BigInteger bonded = facts.require(EpochFacts.BONDED);
    BigInteger share = supply.signum() == 0
        ? BigInteger.ZERO
        : bonded.multiply(BigInteger.valueOf(WHOLE)).divide(supply);
    int order = share.compareTo(BigInteger.valueOf(target));
    long next =
        order < 0 ? Math.min(WHOLE, rate + step) : order > 0 ? Math.max(0, rate - step) : rate;
    return new Step<>(TokenAmount.of(supply).mulDiv(next, WHOLE), next);
  }

  @Override
  public String writeState(Long rate) {
    return rate.toString();
  }

  @Override
  public Long readState(String text) throws EncodingException {
    BigInteger rate = StateText.numbers(text, 1)[0];
    if (rate.compareTo(BigInteger.valueOf(WHOLE)) > 0) {
      throw new EncodingException("a rate is 0 to " + WHOLE + ", not " + rate);
    }
    return rate.longValueExact();
  }

  @Override
  public Set<String> figures() {
    return Set.of(EpochFacts.SUPPLY, EpochFacts.BONDED);
  }
}
