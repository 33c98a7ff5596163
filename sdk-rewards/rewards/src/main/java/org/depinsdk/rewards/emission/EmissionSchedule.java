package org.depinsdk.rewards.emission;

import java.util.Set;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.rewards.TokenAmount;

/**
 * How many tokens each epoch mints: a pure step of a small state, so that schedules driven by time, by burned tokens or
 * by network growth have one shape. Everything is a whole number; the same state and facts give the same step
 * everywhere.
 *
 * <p>Between epochs the state travels as text ({@link #writeState}), so that a bundle can carry it.
 *
 * @param <S> the state, immutable
 */
public interface EmissionSchedule<S> {
  /**
   * The state before the first epoch.
   *
   * @return the state
   */
  S genesis();

  /**
   * Mints for one epoch.
   *
   * @param state after the epoch before
   * @param facts of this epoch
   * @return what is minted, and the state after it
   * @throws EmissionException if a fact that the schedule needs is missing or out of its range
   */
  Step<S> mint(S state, EpochFacts facts) throws EmissionException;

  /**
   * Writes a state; equal states give equal text.
   *
   * @param state any state of this schedule
   * @return a short text on one line
   */
  String writeState(S state);

  /**
   * Reads what {@link #writeState} wrote.
   *
   * @param text the text
   * @return the state
   * @throws EncodingException if the text is not a state of this schedule
   */
  S readState(String text) throws EncodingException;

  /**
   * The figures of an epoch without which the schedule cannot mint.
   *
   * @return names of {@link EpochFacts#figures()}
   */
  default Set<String> figures() {
    return Set.of();
  }

  /**
   * The text of {@link #genesis()}.
   *
   * @return the state before the first epoch, as text
   */
  default String genesisText() {
    return writeState(genesis());
  }

  /**
   * Mints for one epoch, with states as text: for callers that keep the state in a file and do not know its type.
   *
   * @param state the text of the state after the epoch before
   * @param facts of this epoch
   * @return what is minted, and the text of the state after it
   * @throws EmissionException if a fact is missing or out of range, or the text is not a state of this schedule
   */
  default Step<String> mintText(String state, EpochFacts facts) throws EmissionException {
    S before;
    try {
      before = readState(state);
    } catch (EncodingException e) {
      throw new EmissionException("emission state: " + e.getMessage());
    }
    Step<S> step = mint(before, facts);
    return new Step<>(step.minted(), writeState(step.next()));
  }

  /**
   * One epoch of a schedule.
   *
   * @param minted tokens of this epoch
   * @param next the state after it
   * @param <S> the state
   */
  record Step<S>(TokenAmount minted, S next) {}
}
