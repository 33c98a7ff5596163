package org.depinsdk.rewards.emission;

import java.math.BigInteger;
import java.util.List;

/** Filecoin's fixed point: Q.128 numbers, and the rational approximation of exp(-x) of {@code expneg.rs}. */
final class FilecoinMath {
  /** Bits behind the point. */
  static final int Q = 128;
  /** ln 2 by the epochs of six years (6 * 1,051,200). */
  static final BigInteger LAMBDA = new BigInteger("37396271439864487274534522888786");
  /** e^lambda - 1. */
  static final BigInteger EXP_LAMBDA_SUB_ONE = new BigInteger("37396273494747879394193016954629");

  private static final List<BigInteger> NUMERATOR = numbers(
      "-648770010757830093818553637600",
      "67469480939593786226847644286976",
      "-3197587544499098424029388939001856",
      "89244641121992890118377641805348864",
      "-1579656163641440567800982336819953664",
      "17685496037279256458459817590917169152",
      "-115682590513835356866803355398940131328",
      "340282366920938463463374607431768211456");

  private static final List<BigInteger> DENOMINATOR = numbers(
      "1225524182432722209606361",
      "114095592300906098243859450",
      "5665570424063336070530214243",
      "194450132448609991765137938448",
      "5068267641632683791026134915072",
      "104716890604972796896895427629056",
      "1748338658439454459487681798864896",
      "23704654329841312470660182937960448",
      "259380097567996910282699886670381056",
      "2250336698853390384720606936038375424",
      "14978272436876548034486263159246028800",
      "72144088983913131323343765784380833792",
      "224599776407103106596571252037123047424",
      "340282366920938463463374607431768211456");

  private FilecoinMath() {}

  private static List<BigInteger> numbers(String... digits) {
    return java.util.Arrays.stream(digits).map(BigInteger::new).toList();
  }

  /** exp(-x) of a Q.128 number of 0 or more, in Q.128; never below zero. */
  static BigInteger expneg(BigInteger x) {
    BigInteger numerator = polynomial(NUMERATOR, x);
    return numerator.signum() < 0
        ? BigInteger.ZERO
        : numerator.shiftLeft(Q).divide(polynomial(DENOMINATOR, x));
  }

  /** Horner's scheme, the highest power first; a shift of a negative number rounds down, as the actor's does. */
  private static BigInteger polynomial(List<BigInteger> coefficients, BigInteger x) {
    BigInteger result = BigInteger.ZERO;
    for (BigInteger coefficient : coefficients) {
      result = result.multiply(x).shiftRight(Q).add(coefficient);
    }
    return result;
  }
}
