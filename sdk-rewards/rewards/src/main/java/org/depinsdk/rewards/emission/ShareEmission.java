package org.depinsdk.rewards.emission;

import java.math.BigInteger;
import java.util.Set;
import java.util.TreeSet;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.rewards.document.ValueForms;

/**
 * One network's part of a schedule that several share, {@code of * part / whole}, rounded down. Helium's sub-networks share the
 * emission of HNT so: {@code helium-sub-daos} issue_rewards_v0.rs multiplies by {@code percent_share}, a fraction with 18
 * decimals, and takes the floor. Without it, each sub-network would mint all of it. The part is a figure of the epoch, the
 * state is that of the other schedule.
 *
 * @param of what is shared
 * @param figure names the part in {@link EpochFacts#figures()}
 * @param whole what all parts sum to, 1 or more
 */
public record ShareEmission(EmissionSchedule<?> of, String figure, BigInteger whole)
    implements EmissionSchedule<String> {
  /** Its form in policy files. */
  public static final EmissionType<ShareEmission> TYPE = EmissionType.of(
      "share",
      ShareEmission.class,
      "A part of a schedule that several networks share (Helium's sub-networks).",
      (fields, forms) -> new ShareEmission(
          fields.get("of", forms.schedule(), ShareEmission::of),
          fields.get("figure", EpochFacts.FIGURE, ShareEmission::figure),
          fields.get("whole", ValueForms.BIG_NUMBER, ShareEmission::whole)));

  /** Checks the whole. */
  public ShareEmission {
    if (whole.signum() <= 0) {
      throw new IllegalArgumentException("the whole of a share is 1 or more, not " + whole);
    }
  }

  @Override
  public String genesis() {
    return of.genesisText();
  }

  @Override
  public Step<String> mint(String state, EpochFacts facts) throws EmissionException {
    BigInteger part = facts.require(figure);
    if (part.compareTo(whole) > 0) {
      throw new EmissionException("figure " + figure + " is at most " + whole + ", not " + part);
    }
    Step<String> all = of.mintText(state, facts);
    return new Step<>(all.minted().mulDiv(part, whole), all.next());
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
    Set<String> figures = new TreeSet<>(of.figures());
    figures.add(figure);
    return figures;
  }
}
