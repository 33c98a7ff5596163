package org.depinsdk.rewards.emission;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.document.Forms;
import org.depinsdk.rewards.document.ValueForms;

/**
 * Mints the same for a while, then linearly less until nothing is left: {@code perEpoch * (end - t) / taper}, rounded
 * down, at the epoch's start or end t in whole seconds. Helium's supplement (HIP-149) is 98,000 HNT a day for each
 * sub-network, flat for 360 days from 2026-08-05T12:00Z, then tapered over 720 days; {@code helium-sub-daos}
 * issue_rewards_v0.rs reads {@code supplement_per_subdao} of supplement.rs when an epoch has ended.
 *
 * @param start before it nothing is minted
 * @param flat how long the full amount is minted, in whole seconds, zero or more
 * @param taper how long the amount falls after that, in whole seconds, zero or more
 * @param perEpoch base units of each epoch of the flat part
 * @param readAt which instant of an epoch is looked up
 */
public record TaperEmission(
    Instant start, Duration flat, Duration taper, TokenAmount perEpoch, ReadAt readAt)
    implements Stateless {
  /** Its form in policy files. */
  public static final EmissionType<TaperEmission> TYPE = EmissionType.of(
      "taper",
      TaperEmission.class,
      "The same for a while, then linearly less until nothing is left (HIP-149).",
      (fields, forms) -> new TaperEmission(
          fields.get("start", ValueForms.INSTANT, TaperEmission::start),
          fields.get("flat", ValueForms.DURATION, TaperEmission::flat),
          fields.get("taper", ValueForms.DURATION, TaperEmission::taper),
          fields.get("perEpoch", forms.amount(), TaperEmission::perEpoch),
          fields.get("readAt", Forms.oneOf(ReadAt.values()), TaperEmission::readAt)));

  /** Checks the durations. */
  public TaperEmission {
    if (flat.isNegative()
        || taper.isNegative()
        || flat.getNano() != 0
        || taper.getNano() != 0
        || start.getNano() != 0) {
      throw new IllegalArgumentException(
          "a taper has a start and durations of whole seconds, zero or more, not " + start + ", "
              + flat + " and " + taper);
    }
    if (flat.compareTo(MAX) > 0 || taper.compareTo(MAX) > 0) {
      throw new IllegalArgumentException(
          "a taper lasts at most " + MAX + ", not " + flat + " and " + taper);
    }
  }

  private static final Duration MAX = Duration.ofDays(365_000);

  @Override
  public TokenAmount minted(EpochFacts facts) {
    Instant now = readAt.of(facts.epoch());
    Instant falls = start.plus(flat);
    Instant end = falls.plus(taper);
    if (now.isBefore(start) || !now.isBefore(end)) {
      return TokenAmount.ZERO;
    }
    if (now.isBefore(falls)) {
      return perEpoch;
    }
    BigInteger left = BigInteger.valueOf(end.getEpochSecond() - now.getEpochSecond());
    return perEpoch.mulDiv(left, BigInteger.valueOf(taper.toSeconds()));
  }
}
