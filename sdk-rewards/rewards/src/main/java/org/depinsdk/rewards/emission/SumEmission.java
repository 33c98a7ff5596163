package org.depinsdk.rewards.emission;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.document.Forms;

/**
 * Several schedules at once; each keeps its own state.
 *
 * @param of the schedules, at least one; copied
 */
public record SumEmission(List<EmissionSchedule<?>> of) implements EmissionSchedule<List<String>> {
  /** Its form in policy files. */
  public static final EmissionType<SumEmission> TYPE = EmissionType.of(
      "sum",
      SumEmission.class,
      "Several schedules at once.",
      (fields, forms) ->
          new SumEmission(fields.get("of", Forms.list(forms.schedule(), 1, 16), SumEmission::of)));

  /** Copies. */
  public SumEmission {
    of = List.copyOf(of);
    if (of.isEmpty()) {
      throw new IllegalArgumentException("a sum has at least one schedule");
    }
  }

  @Override
  public List<String> genesis() {
    List<String> states = new ArrayList<>();
    of.forEach(schedule -> states.add(schedule.genesisText()));
    return List.copyOf(states);
  }

  @Override
  public Step<List<String>> mint(List<String> states, EpochFacts facts) throws EmissionException {
    BigInteger minted = BigInteger.ZERO;
    List<String> next = new ArrayList<>();
    for (int i = 0; i < of.size(); i++) {
      Step<String> step = of.get(i).mintText(states.get(i), facts);
      minted = minted.add(step.minted().toBigInteger());
      next.add(step.next());
    }
    if (minted.bitLength() > TokenAmount.BITS) {
      throw new EmissionException(
          "epoch " + facts.epoch().index() + " would mint " + minted + ", above 2^256-1");
    }
    return new Step<>(TokenAmount.of(minted), List.copyOf(next));
  }

  @Override
  public String writeState(List<String> states) {
    return StateText.ofTexts(states);
  }

  @Override
  public List<String> readState(String text) throws EncodingException {
    List<String> states = StateText.texts(text, of.size());
    for (int i = 0; i < of.size(); i++) {
      of.get(i).readState(states.get(i));
    }
    return List.copyOf(states);
  }

  @Override
  public Set<String> figures() {
    return of.stream().flatMap(part -> part.figures().stream()).collect(Collectors.toSet());
  }
}
