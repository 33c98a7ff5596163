package org.depinsdk.rewards.emission;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.rewards.TokenAmount;

/**
 * Another schedule, at most so much in an epoch and at most so much in all. The other schedule goes on as if it had minted
 * what it wanted.
 *
 * @param of the schedule
 * @param perEpoch the most that an epoch mints; {@link TokenAmount#MAX} for no limit
 * @param total the most that all epochs mint together; {@link TokenAmount#MAX} for no limit
 */
public record CappedEmission(EmissionSchedule<?> of, TokenAmount perEpoch, TokenAmount total)
    implements EmissionSchedule<CappedEmission.State> {
  /** Its form in policy files. */
  public static final EmissionType<CappedEmission> TYPE = EmissionType.of(
      "capped",
      CappedEmission.class,
      "Another schedule, at most so much in an epoch or in all.",
      (fields, forms) -> new CappedEmission(
          fields.get("of", forms.schedule(), CappedEmission::of),
          fields.get("perEpoch", forms.amount(), TokenAmount.MAX, CappedEmission::perEpoch),
          fields.get("total", forms.amount(), TokenAmount.MAX, CappedEmission::total)));

  /**
   * What has been minted.
   *
   * @param minted by all epochs so far
   * @param inner the state of the capped schedule, as text
   */
  public record State(TokenAmount minted, String inner) {}

  @Override
  public State genesis() {
    return new State(TokenAmount.ZERO, of.genesisText());
  }

  @Override
  public Step<State> mint(State state, EpochFacts facts) throws EmissionException {
    Step<String> step = of.mintText(state.inner(), facts);
    TokenAmount minted = step.minted().min(perEpoch).min(total.minusOrZero(state.minted()));
    BigInteger sum = state.minted().toBigInteger().add(minted.toBigInteger());
    return new Step<>(minted, new State(TokenAmount.of(sum), step.next()));
  }

  @Override
  public String writeState(State state) {
    return StateText.ofTexts(List.of(state.minted().toString(), state.inner()));
  }

  @Override
  public State readState(String text) throws EncodingException {
    List<String> parts = StateText.texts(text, 2);
    TokenAmount minted = TokenAmount.parse(parts.get(0));
    if (minted.compareTo(total) > 0) {
      throw new EncodingException("minted " + minted + " is above the total of " + total);
    }
    return new State(minted, parts.get(1));
  }

  @Override
  public Set<String> figures() {
    return of.figures();
  }
}
