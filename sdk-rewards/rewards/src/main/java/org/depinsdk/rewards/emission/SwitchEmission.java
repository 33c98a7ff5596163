package org.depinsdk.rewards.emission;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.rewards.document.Forms;

/**
 * One schedule up to an epoch and another from it on, which then starts from its own genesis.
 *
 * @param before mints before the epoch
 * @param after mints from the epoch on
 * @param atEpoch index of the first epoch of the other schedule
 */
public record SwitchEmission(EmissionSchedule<?> before, EmissionSchedule<?> after, long atEpoch)
    implements EmissionSchedule<SwitchEmission.State> {
  /** Its form in policy files. */
  public static final EmissionType<SwitchEmission> TYPE = EmissionType.of(
      "switch",
      SwitchEmission.class,
      "One schedule up to an epoch, another from it on.",
      (fields, forms) -> new SwitchEmission(
          fields.get("before", forms.schedule(), SwitchEmission::before),
          fields.get("after", forms.schedule(), SwitchEmission::after),
          fields.get("atEpoch", Forms.number(0), SwitchEmission::atEpoch)));

  /** Checks the epoch. */
  public SwitchEmission {
    if (atEpoch < 0) {
      throw new IllegalArgumentException("the epoch of a switch is 0 or more, not " + atEpoch);
    }
  }

  /**
   * Both states, as text.
   *
   * @param before of the first schedule
   * @param after of the other
   */
  public record State(String before, String after) {}

  @Override
  public State genesis() {
    return new State(before.genesisText(), after.genesisText());
  }

  @Override
  public Step<State> mint(State state, EpochFacts facts) throws EmissionException {
    if (facts.epoch().index() < atEpoch) {
      Step<String> step = before.mintText(state.before(), facts);
      return new Step<>(step.minted(), new State(step.next(), state.after()));
    }
    Step<String> step = after.mintText(state.after(), facts);
    return new Step<>(step.minted(), new State(state.before(), step.next()));
  }

  @Override
  public String writeState(State state) {
    return StateText.ofTexts(List.of(state.before(), state.after()));
  }

  @Override
  public State readState(String text) throws EncodingException {
    List<String> parts = StateText.texts(text, 2);
    before.readState(parts.get(0));
    after.readState(parts.get(1));
    return new State(parts.get(0), parts.get(1));
  }

  @Override
  public Set<String> figures() {
    Set<String> figures = new TreeSet<>(before.figures());
    figures.addAll(after.figures());
    return figures;
  }
}
