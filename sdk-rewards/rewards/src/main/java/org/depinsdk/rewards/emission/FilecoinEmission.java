package org.depinsdk.rewards.emission;

import java.math.BigInteger;
import java.util.Set;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.rewards.TokenAmount;

/**
 * Filecoin's block rewards, bit for bit as the reward actor computes them (builtin-actors, {@code actors/reward/src}): 330
 * million FIL that decay with a half-life of six years, and 770 million that follow how far the network's storage keeps up
 * with a baseline that doubles each year. Epochs are Filecoin's, 30 seconds each. Needs {@link EpochFacts#CAPACITY}: the
 * raw bytes proven at the end of the epoch.
 *
 * <p>All arithmetic is Q.128 fixed point, rounded down. The closed form with floating point differs from this sum by 1.1
 * in 10 million after a year.
 */
public record FilecoinEmission() implements EmissionSchedule<FilecoinEmission.State> {
  /** Its form in policy files. */
  public static final EmissionType<FilecoinEmission> TYPE = EmissionType.of(
      "filecoin",
      FilecoinEmission.class,
      "Simple and baseline minting of Filecoin.",
      (fields, forms) -> new FilecoinEmission());

  /** Simple minting in attoFIL: 330 million FIL. */
  public static final BigInteger SIMPLE_TOTAL = fil(330_000_000);
  /** Baseline minting in attoFIL: 770 million FIL. */
  public static final BigInteger BASELINE_TOTAL = fil(770_000_000);

  private static final int Q = FilecoinMath.Q;
  private static final BigInteger BASELINE_INITIAL_VALUE = new BigInteger("2888888880000000000");
  private static final BigInteger BASELINE_EXPONENT =
      new BigInteger("340282591298641078465964189926313473653");
  private static final BigInteger INIT_BASELINE_POWER =
      BASELINE_INITIAL_VALUE.shiftLeft(2 * Q).divide(BASELINE_EXPONENT).shiftRight(Q);
  /** Realized power adds at most the baseline of one epoch, which few effective epochs take up. */
  private static final int MAX_CATCH_UP = 10_000;

  private static BigInteger fil(long amount) {
    return BigInteger.valueOf(amount).multiply(BigInteger.TEN.pow(18));
  }

  /**
   * The reward actor's state after an epoch.
   *
   * @param epochs how many epochs have been
   * @param baselinePower the baseline of the last epoch, in bytes
   * @param cumsumBaseline sum of baselines up to the effective network time
   * @param cumsumRealized sum of realized power, each epoch's at most its baseline
   * @param effectiveNetworkTime the epoch up to which realized power has filled the baseline
   * @param effectiveBaselinePower the baseline of that epoch
   */
  public record State(
      long epochs,
      BigInteger baselinePower,
      BigInteger cumsumBaseline,
      BigInteger cumsumRealized,
      long effectiveNetworkTime,
      BigInteger effectiveBaselinePower) {

    /** The effective network time with its fraction, in Q.128. */
    BigInteger theta() {
      if (effectiveNetworkTime == 0) {
        return BigInteger.ZERO;
      }
      BigInteger missing = cumsumBaseline.subtract(cumsumRealized).shiftLeft(Q);
      return BigInteger.valueOf(effectiveNetworkTime)
          .shiftLeft(Q)
          .subtract(missing.divide(effectiveBaselinePower));
    }
  }

  @Override
  public State genesis() {
    return new State(
        0, INIT_BASELINE_POWER, BigInteger.ZERO, BigInteger.ZERO, 0, BASELINE_INITIAL_VALUE);
  }

  @Override
  public Step<State> mint(State state, EpochFacts facts) throws EmissionException {
    State next = next(state, facts.require(EpochFacts.CAPACITY));
    return new Step<>(reward(state.epochs(), state.theta(), next.theta()), next);
  }

  private static State next(State state, BigInteger realizedPower) throws EmissionException {
    BigInteger baseline = grown(state.baselinePower());
    BigInteger realized = state.cumsumRealized().add(baseline.min(realizedPower));
    BigInteger cumsumBaseline = state.cumsumBaseline();
    BigInteger effective = state.effectiveBaselinePower();
    long time = state.effectiveNetworkTime();
    for (int i = 0; realized.compareTo(cumsumBaseline) > 0; i++) {
      if (i == MAX_CATCH_UP) {
        throw new EmissionException(
            "emission state: the baseline " + state.baselinePower() + " and the effective baseline "
                + state.effectiveBaselinePower() + " do not belong together");
      }
      time++;
      effective = grown(effective);
      cumsumBaseline = cumsumBaseline.add(effective);
    }
    return new State(state.epochs() + 1, baseline, cumsumBaseline, realized, time, effective);
  }

  private static BigInteger grown(BigInteger baseline) {
    return baseline.multiply(BASELINE_EXPONENT).shiftRight(Q);
  }

  /**
   * The reward of one epoch.
   *
   * @param epoch its number, 0 or more
   * @param thetaBefore effective network time before it, in Q.128
   * @param thetaAfter effective network time after it, in Q.128
   * @return attoFIL
   */
  public static TokenAmount reward(long epoch, BigInteger thetaBefore, BigInteger thetaAfter) {
    BigInteger simple = SIMPLE_TOTAL
        .multiply(FilecoinMath.EXP_LAMBDA_SUB_ONE)
        .multiply(FilecoinMath.expneg(FilecoinMath.LAMBDA.multiply(BigInteger.valueOf(epoch))))
        .shiftRight(Q);
    BigInteger baseline = baselineSupply(thetaAfter).subtract(baselineSupply(thetaBefore));
    return TokenAmount.of(simple.add(baseline).shiftRight(Q).max(BigInteger.ZERO));
  }

  /** What baseline minting has issued at an effective network time, in attoFIL and Q.128. */
  private static BigInteger baselineSupply(BigInteger theta) {
    BigInteger decayed = FilecoinMath.expneg(theta.multiply(FilecoinMath.LAMBDA).shiftRight(Q));
    return BigInteger.ONE.shiftLeft(Q).subtract(decayed).multiply(BASELINE_TOTAL);
  }

  @Override
  public String writeState(State state) {
    return StateText.ofNumbers(
        BigInteger.valueOf(state.epochs()),
        state.baselinePower(),
        state.cumsumBaseline(),
        state.cumsumRealized(),
        BigInteger.valueOf(state.effectiveNetworkTime()),
        state.effectiveBaselinePower());
  }

  @Override
  public State readState(String text) throws EncodingException {
    BigInteger[] n = StateText.numbers(text, 6);
    if (n[0].bitLength() > 40
        || n[4].compareTo(n[0]) > 0
        || n[3].compareTo(n[2]) > 0
        || n[5].compareTo(BASELINE_INITIAL_VALUE) < 0) {
      throw new EncodingException(
          "not a state of Filecoin's reward actor: " + EncodingException.shown(text));
    }
    return new State(n[0].longValueExact(), n[1], n[2], n[3], n[4].longValueExact(), n[5]);
  }

  @Override
  public Set<String> figures() {
    return Set.of(EpochFacts.CAPACITY);
  }
}
