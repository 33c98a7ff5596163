package org.depinsdk.rewards.emission;

import java.math.BigInteger;
import java.util.Set;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.document.Forms;

/**
 * Mints again what was burned, smoothed and up to a cap: Helium's net emissions (HIP-20). With a window of 7, {@code
 * smoothed = 6 * smoothed / 7 + burned / 7}, each term rounded down as {@code helium-sub-daos}
 * calculate_utility_score_v0.rs does, and the smaller of it and the cap is minted. A smoothed burn of zero starts again from
 * the initial one, as there ({@code if prev_smoothed_hnt_burned == 0}). Needs the figure {@link EpochFacts#BURNED}; the state
 * is the smoothed burn.
 *
 * @param window epochs of the smoothing, 1 or more; 1 mints the epoch's own burn
 * @param cap the most that an epoch mints
 * @param initial the smoothed burn before the first epoch
 */
public record NetEmission(long window, TokenAmount cap, TokenAmount initial)
    implements EmissionSchedule<TokenAmount> {
  /** Its form in policy files. */
  public static final EmissionType<NetEmission> TYPE = EmissionType.of(
      "net",
      NetEmission.class,
      "The smoothed burn, at most a cap (Helium's net emissions).",
      (fields, forms) -> new NetEmission(
          fields.get("window", Forms.number(1), NetEmission::window),
          fields.get("cap", forms.amount(), NetEmission::cap),
          fields.get("initial", forms.amount(), NetEmission::initial)));

  /** Checks the window. */
  public NetEmission {
    if (window < 1) {
      throw new IllegalArgumentException("a window is 1 epoch or more, not " + window);
    }
  }

  @Override
  public TokenAmount genesis() {
    return initial;
  }

  @Override
  public Step<TokenAmount> mint(TokenAmount smoothed, EpochFacts facts) throws EmissionException {
    TokenAmount next = smooth(smoothed, facts.require(EpochFacts.BURNED));
    return new Step<>(next.min(cap), next);
  }

  /** The smoothed burn; at most the larger of its inputs, so that it never overflows. */
  TokenAmount smooth(TokenAmount smoothed, BigInteger burned) {
    TokenAmount before = smoothed.isZero() ? initial : smoothed;
    return before
        .mulDiv(window - 1, window)
        .plus(TokenAmount.of(burned.divide(BigInteger.valueOf(window))));
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
    return Set.of(EpochFacts.BURNED);
  }
}
