package org.depinsdk.rewards.emission;

import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.rewards.TokenAmount;

/** A schedule whose epoch depends on that epoch's facts alone. Its state is empty. */
public interface Stateless extends EmissionSchedule<Stateless.None> {
  /** The one state of a schedule without state. */
  enum None {
    /** Nothing to remember. */
    NONE
  }

  /**
   * What an epoch mints.
   *
   * @param facts of the epoch
   * @return the amount
   * @throws EmissionException if a fact that the schedule needs is missing or out of its range
   */
  TokenAmount minted(EpochFacts facts) throws EmissionException;

  @Override
  default None genesis() {
    return None.NONE;
  }

  @Override
  default Step<None> mint(None state, EpochFacts facts) throws EmissionException {
    return new Step<>(minted(facts), None.NONE);
  }

  @Override
  default String writeState(None state) {
    return "none";
  }

  @Override
  default None readState(String text) throws EncodingException {
    if (!text.equals("none")) {
      throw new EncodingException("expected none, not " + EncodingException.shown(text));
    }
    return None.NONE;
  }
}
