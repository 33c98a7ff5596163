package org.depinsdk.rewards.emission;

import java.util.Set;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.document.Forms;

/**
 * Another schedule that starts later: nothing before its first epoch, which it sees as its epoch 0. Instants stay what
 * they are.
 *
 * @param of the schedule
 * @param firstEpoch index of the epoch in which it starts
 */
public record OffsetEmission(EmissionSchedule<?> of, long firstEpoch)
    implements EmissionSchedule<String> {
  /** Its form in policy files. */
  public static final EmissionType<OffsetEmission> TYPE = EmissionType.of(
      "offset",
      OffsetEmission.class,
      "Another schedule that starts later.",
      (fields, forms) -> new OffsetEmission(
          fields.get("of", forms.schedule(), OffsetEmission::of),
          fields.get("firstEpoch", Forms.number(0), OffsetEmission::firstEpoch)));

  /** Checks the first epoch. */
  public OffsetEmission {
    if (firstEpoch < 0) {
      throw new IllegalArgumentException("a first epoch is 0 or more, not " + firstEpoch);
    }
  }

  @Override
  public String genesis() {
    return of.genesisText();
  }

  @Override
  public Step<String> mint(String state, EpochFacts facts) throws EmissionException {
    Epoch epoch = facts.epoch();
    if (epoch.index() < firstEpoch) {
      return new Step<>(TokenAmount.ZERO, state);
    }
    Epoch shifted = new Epoch(epoch.index() - firstEpoch, epoch.start(), epoch.end());
    return of.mintText(state, new EpochFacts(shifted, facts.figures()));
  }

  @Override
  public String writeState(String state) {
    return state;
  }

  @Override
  public String readState(String text) throws EncodingException {
    of.readState(text);
    return text;
  }

  @Override
  public Set<String> figures() {
    return of.figures();
  }
}
