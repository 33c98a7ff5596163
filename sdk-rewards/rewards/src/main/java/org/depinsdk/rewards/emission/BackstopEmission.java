package org.depinsdk.rewards.emission;

import java.math.BigInteger;
import java.util.Set;
import java.util.TreeSet;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.document.Forms;
import org.depinsdk.rewards.document.ValueForms;

/**
 * Helium's emission since HIP-149: a base schedule, capped net emissions, and a backstop that tops them up when the token's
 * price is so low that the deployers' part is worth less than a floor. With D the credits that customers burned, P the
 * price less twice its uncertainty, and s the deployers' part of all rewards:
 *
 * <pre>{@code
 * re-emitted = min(smoothed, cap)                  as NetEmission
 * floor      = (D / 2) * unit / P                  half of what customers paid, in tokens
 * baseline   = (base + re-emitted) * share / 2^32-1 * percent / 100
 * top-up     = min(max(0, smoothed - cap), max(0, floor - baseline) / s)
 * minted     = base + re-emitted + top-up
 * }</pre>
 *
 * <p>Every division is rounded down where it stands, as in {@code compute_backstop} of {@code helium-sub-daos} backstop.rs.
 * Amounts there have 64 bits: a floor above is the highest such amount, and a top-up above is none at all, since no price
 * that can be trusted gives one.
 *
 * <p>Needs {@link EpochFacts#BURNED}. The top-up also needs {@link EpochFacts#CREDITS_BURNED}, {@link EpochFacts#PRICE}
 * and {@link #SHARE}; without any of them, or with an uncertainty that leaves no price, it is zero: issuance never halts
 * (HIP-149, {@code backstop.rs}). The state is the smoothed burn.
 *
 * @param base minted in any case
 * @param net window, cap and initial value of the net emissions
 * @param sharePercent the part of their sub-network's rewards that deployers get, 1 to 100; HIP-149: 70
 * @param unit base units for one credit times the price's unit: price is quote units per token, and {@code credits * unit /
 *     price} is base units; Helium: 10^11 (a credit is 10^-5 dollars, a price 10^-8 dollars, a bone 10^-8 HNT)
 */
public record BackstopEmission(Stateless base, NetEmission net, int sharePercent, BigInteger unit)
    implements EmissionSchedule<TokenAmount> {
  /** Its form in policy files. */
  public static final EmissionType<BackstopEmission> TYPE = EmissionType.of(
      "backstop",
      BackstopEmission.class,
      "A base, net emissions, and a top-up if the price is low (HIP-149).",
      (fields, forms) -> new BackstopEmission(
          fields.get(
              "base",
              forms.schedule().as(BackstopEmission::stateless, base -> base),
              BackstopEmission::base),
          new NetEmission(
              fields.get("window", Forms.number(1), backstop -> backstop.net().window()),
              fields.get("cap", forms.amount(), backstop -> backstop.net().cap()),
              fields.get("initial", forms.amount(), backstop -> backstop.net().initial())),
          fields.get(
              "sharePercent",
              Forms.number(1, 100).as(Math::toIntExact, Integer::longValue),
              BackstopEmission::sharePercent),
          fields.get("unit", ValueForms.BIG_NUMBER, BackstopEmission::unit)));

  /** The figure with the sub-network's share of all rewards, in parts of {@link #SHARE_WHOLE}. */
  public static final String SHARE = "subnetwork-share";
  /** The whole of {@link #SHARE}: 2^32-1, as {@code helium-sub-daos} stores it. */
  public static final long SHARE_WHOLE = 0xffff_ffffL;

  /** The cap on what deployers get is three times what customers paid (HIP-149). */
  private static final BigInteger CAP_FACTOR = BigInteger.valueOf(3);

  private static final BigInteger HUNDRED = BigInteger.valueOf(100);
  private static final BigInteger WHOLE = BigInteger.valueOf(SHARE_WHOLE).multiply(HUNDRED);
  private static final BigInteger MOST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private static Stateless stateless(EmissionSchedule<?> base) {
    if (base instanceof Stateless stateless) {
      return stateless;
    }
    throw new IllegalArgumentException("the base of a backstop is a schedule without state");
  }

  /** Checks the share and the unit. */
  public BackstopEmission {
    if (sharePercent < 1
        || sharePercent > 100
        || unit.signum() <= 0
        || unit.bitLength() > TokenAmount.BITS) {
      throw new IllegalArgumentException(
          "a backstop has a share of 1 to 100 percent and a positive unit, not " + sharePercent
              + " and " + unit);
    }
  }

  /**
   * Every figure of one epoch.
   *
   * @param smoothed the smoothed burn
   * @param reEmitted what net emissions mint
   * @param topUp what the backstop adds
   * @param minted base, re-emitted and top-up
   */
  public record Outcome(
      TokenAmount smoothed, TokenAmount reEmitted, TokenAmount topUp, TokenAmount minted) {}

  @Override
  public TokenAmount genesis() {
    return net.initial();
  }

  @Override
  public Step<TokenAmount> mint(TokenAmount smoothed, EpochFacts facts) throws EmissionException {
    TokenAmount next = net.smooth(smoothed, facts.require(EpochFacts.BURNED));
    return new Step<>(outcome(next, facts).minted(), next);
  }

  /**
   * What an epoch mints at a smoothed burn.
   *
   * @param smoothed the smoothed burn of this epoch
   * @param facts of this epoch
   * @return all figures
   * @throws EmissionException if the base schedule lacks a fact or the sum is above {@link TokenAmount#MAX}
   */
  public Outcome outcome(TokenAmount smoothed, EpochFacts facts) throws EmissionException {
    TokenAmount reEmitted = smoothed.min(net.cap());
    BigInteger before = base.minted(facts).toBigInteger().add(reEmitted.toBigInteger());
    TokenAmount topUp = topUp(smoothed, before, facts);
    BigInteger minted = before.add(topUp.toBigInteger());
    if (minted.bitLength() > TokenAmount.BITS) {
      throw new EmissionException(
          "epoch " + facts.epoch().index() + " would mint " + minted + ", above 2^256-1");
    }
    return new Outcome(smoothed, reEmitted, topUp, TokenAmount.of(minted));
  }

  private TokenAmount topUp(TokenAmount smoothed, BigInteger before, EpochFacts facts) {
    BigInteger credits = facts.figure(EpochFacts.CREDITS_BURNED);
    BigInteger price = facts.figure(EpochFacts.PRICE);
    BigInteger share = facts.figure(SHARE);
    if (credits == null || price == null || share == null || share.signum() == 0) {
      return TokenAmount.ZERO;
    }
    BigInteger confidence = facts.figure(EpochFacts.PRICE_CONFIDENCE);
    BigInteger low = confidence == null ? price : price.subtract(confidence.shiftLeft(1));
    if (low.signum() <= 0) {
      return TokenAmount.ZERO;
    }
    BigInteger part = share.multiply(BigInteger.valueOf(sharePercent));
    BigInteger missing =
        floor(credits, low).subtract(deployers(before, share)).max(BigInteger.ZERO);
    BigInteger wanted = missing.multiply(WHOLE).divide(part);
    return wanted.compareTo(MOST) > 0
        ? TokenAmount.ZERO
        : smoothed.minusOrZero(net.cap()).min(TokenAmount.of(wanted));
  }

  /**
   * The least that deployers shall get in an epoch: half of the whole credits that customers paid.
   *
   * @param credits what customers burned
   * @param low the price less its uncertainty, 1 or more
   * @return base units, at most 2^64-1
   */
  public BigInteger floor(BigInteger credits, BigInteger low) {
    return credits.shiftRight(1).multiply(unit).divide(positive("low", low)).min(MOST);
  }

  private static BigInteger positive(String name, BigInteger price) {
    if (price.signum() <= 0) {
      throw new IllegalArgumentException(name + " is 1 or more, not " + price);
    }
    return price;
  }

  /**
   * What of an epoch's rewards is the deployers'.
   *
   * @param rewards of the epoch
   * @param share of the sub-network, in parts of {@link #SHARE_WHOLE}
   * @return base units, rounded down after each of the two divisions
   */
  public BigInteger deployers(BigInteger rewards, BigInteger share) {
    return rewards
        .multiply(share)
        .divide(BigInteger.valueOf(SHARE_WHOLE))
        .multiply(BigInteger.valueOf(sharePercent))
        .divide(HUNDRED);
  }

  /**
   * The most that deployers get in an epoch, three times what customers paid; what is above goes to stakers.
   *
   * @param credits what customers burned
   * @param price quote units for one token, 1 or more
   * @return base units, at most {@link TokenAmount#MAX}
   */
  public TokenAmount deployerCap(BigInteger credits, BigInteger price) {
    BigInteger cap = credits.multiply(CAP_FACTOR).multiply(unit).divide(positive("price", price));
    return cap.bitLength() > TokenAmount.BITS ? TokenAmount.MAX : TokenAmount.of(cap);
  }

  @Override
  public String writeState(TokenAmount smoothed) {
    return smoothed.toString();
  }

  @Override
  public TokenAmount readState(String text) throws EncodingException {
    return TokenAmount.parse(text);
  }

  @Override
  public Set<String> figures() {
    Set<String> figures = new TreeSet<>(base.figures());
    figures.add(EpochFacts.BURNED);
    return figures;
  }
}
