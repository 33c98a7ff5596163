package org.depinsdk.rewards.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.document.Forms;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.emission.EmissionProvider;
import org.depinsdk.rewards.emission.EmissionType;
import org.depinsdk.rewards.emission.EpochFacts;
import org.depinsdk.rewards.emission.Stateless;
import org.junit.jupiter.api.Test;

/** A schedule that no policy knows until its jar is there: one class with one description. */
public class CustomScheduleTest {
  /** Falls in equal steps from a high amount, and then starts again. */
  public record Sawtooth(TokenAmount high, long epochs) implements Stateless {
    public static final EmissionType<Sawtooth> TYPE = EmissionType.of(
        "sawtooth",
        Sawtooth.class,
        "Falls in equal steps, and then starts again.",
        (fields, forms) -> new Sawtooth(
            fields.get("high", forms.amount(), Sawtooth::high),
            fields.get("epochs", Forms.number(1, 1000), Sawtooth::epochs)));

    @Override
    public TokenAmount minted(EpochFacts facts) {
      BigInteger left = BigInteger.valueOf(epochs - facts.epoch().index() % epochs);
      return high.mulDiv(left, BigInteger.valueOf(epochs));
    }
  }

  /** Named in {@code META-INF/services}. */
  public static final class Provider implements EmissionProvider {
    @Override
    public List<EmissionType<?>> types() {
      return List.of(Sawtooth.TYPE);
    }
  }

  private static final String POLICY = """
      format: depin-reward-policy/1
      name: waves
      token: {symbol: WAVE, decimals: 2}
      emission:
        schedule: capped
        of: {schedule: sawtooth, high: 4 WAVE, epochs: 4}
        total: 100 WAVE
      pools:
        - {name: all, share: rest, reserve: true}
      """;

  private static RewardPolicy parse(String file) throws PolicyException {
    return RewardPolicy.parse(file.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aPolicyNamesIt() throws Exception {
    RewardPolicy policy = parse(POLICY);
    String state = policy.emission().genesisText();
    StringBuilder minted = new StringBuilder();
    for (int epoch = 0; epoch < 6; epoch++) {
      var facts = EpochFacts.of(new org.depinsdk.core.epoch.Epoch(
          epoch, java.time.Instant.EPOCH, java.time.Instant.EPOCH.plusSeconds(1)));
      var step = policy.emission().mintText(state, facts);
      minted.append(step.minted()).append(' ');
      state = step.next();
    }
    assertThat(minted).hasToString("400 300 200 100 400 300 ");
    assertThat(RewardPolicy.parse(policy.toJson())).isEqualTo(policy);
    assertThat(RewardPolicy.schema()).contains("Falls in equal steps, and then starts again.");
  }

  @Test
  void itsFieldsAreReadLikeThoseOfOthers() {
    PolicyException refused = catchThrowableOfType(
        PolicyException.class,
        () -> parse(POLICY.replace("epochs: 4", "epochs: 0, steps: 4").replace("4 WAVE", "4 HNT")));
    assertThat(refused.problems())
        .extracting(Object::toString)
        .containsExactly(
            "line 6, column 34: emission.of.high: expected WAVE, which the policy pays, not HNT",
            "line 6, column 49: emission.of.epochs: expected a whole number of 1 to 1000, not 0",
            "line 6, column 59: emission.of.steps: unknown field; expected schedule, high, epochs");
  }
}
