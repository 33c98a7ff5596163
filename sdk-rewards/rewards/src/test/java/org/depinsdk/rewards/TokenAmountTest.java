package org.depinsdk.rewards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.random.RandomGenerator;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenAmountTest {
  private static final BigInteger TOP = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);

  /** Numbers of every size, with many at the edges of 64-bit words. */
  private static BigInteger number(RandomGenerator random) {
    int bits = random.nextInt(257);
    BigInteger edge = BigInteger.ONE.shiftLeft(bits);
    BigInteger value = switch (random.nextInt(4)) {
      case 0 -> edge;
      case 1 -> edge.subtract(BigInteger.ONE);
      case 2 -> edge.add(BigInteger.valueOf(random.nextInt(3)));
      default -> {
        byte[] bytes = new byte[33];
        random.nextBytes(bytes);
        yield new BigInteger(1, bytes).mod(edge.add(BigInteger.ONE));
      }
    };
    return value.min(TOP);
  }

  @Test
  void arithmeticIsThatOfWholeNumbers() {
    Property.check(20_000, random -> {
      BigInteger x = number(random);
      BigInteger y = number(random);
      TokenAmount a = TokenAmount.of(x);
      TokenAmount b = TokenAmount.of(y);
      assertThat(a.toBigInteger()).isEqualTo(x);
      assertThat(Integer.signum(a.compareTo(b))).isEqualTo(x.compareTo(y));
      assertThat(a.equals(b)).isEqualTo(x.equals(y));
      assertThat(a.toString()).isEqualTo(x.toString());
      assertThat(TokenAmount.parse(x.toString())).isEqualTo(a).hasSameHashCodeAs(a);
      assertThat(new BigInteger(1, a.toBytes())).isEqualTo(x);
      if (x.add(y).compareTo(TOP) <= 0) {
        assertThat(a.plus(b).toBigInteger()).isEqualTo(x.add(y));
        assertThat(a.plus(b).minus(b)).isEqualTo(a);
      } else {
        assertThatThrownBy(() -> a.plus(b)).isInstanceOf(ArithmeticException.class);
      }
      if (x.compareTo(y) >= 0) {
        assertThat(a.minus(b).toBigInteger()).isEqualTo(x.subtract(y));
      } else {
        assertThatThrownBy(() -> a.minus(b)).isInstanceOf(ArithmeticException.class);
        assertThat(a.minusOrZero(b)).isEqualTo(TokenAmount.ZERO);
      }
    });
  }

  @Test
  void productsLoseNothingInBetween() {
    Property.check(20_000, random -> {
      BigInteger x = number(random);
      long factor = number(random).longValue() & Long.MAX_VALUE;
      long divisor = Math.max(1, number(random).longValue() & Long.MAX_VALUE);
      TokenAmount a = TokenAmount.of(x);
      BigInteger product = x.multiply(BigInteger.valueOf(factor));
      BigInteger quotient = product.divide(BigInteger.valueOf(divisor));
      if (product.compareTo(TOP) <= 0) {
        assertThat(a.times(factor).toBigInteger()).isEqualTo(product);
      } else {
        assertThatThrownBy(() -> a.times(factor)).isInstanceOf(ArithmeticException.class);
      }
      if (quotient.compareTo(TOP) <= 0) {
        assertThat(a.mulDiv(factor, divisor).toBigInteger()).isEqualTo(quotient);
      } else {
        assertThatThrownBy(() -> a.mulDiv(factor, divisor)).isInstanceOf(ArithmeticException.class);
      }
    });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-1",
        "+1",
        " 1",
        "1 ",
        "01",
        "1.0",
        "1e3",
        "0x10",
        "٣",
        "1_000",
        "115792089237316195423570985008687907853269984665640564039457584007913129639936"
      })
  void anythingButBaseUnitsIsRefused(String text) {
    assertThatThrownBy(() -> TokenAmount.parse(text))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("token amount");
  }

  @Test
  void amountsOutsideTheRangeAreRefused() {
    assertThatThrownBy(() -> TokenAmount.of(-1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> TokenAmount.of(BigInteger.ONE.negate())).hasMessageContaining("-1");
    assertThatThrownBy(() -> TokenAmount.of(TOP.add(BigInteger.ONE)))
        .hasMessageContaining("2^256-1");
    assertThatThrownBy(() -> TokenAmount.ZERO.minus(TokenAmount.of(1)))
        .hasMessageContaining("0 - 1 is below zero");
    assertThatThrownBy(() -> TokenAmount.of(1).times(-1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> TokenAmount.of(1).mulDiv(1, 0)).hasMessageContaining("divisor");
  }

  @Test
  void aTokenWritesAmountsForPeople() throws EncodingException {
    Token hnt = new Token("HNT", 8);
    assertThat(hnt.format(TokenAmount.of(3_424_000_000L))).isEqualTo("34.24");
    assertThat(hnt.format(TokenAmount.ZERO)).isEqualTo("0");
    assertThat(hnt.format(TokenAmount.of(1))).isEqualTo("0.00000001");
    assertThat(hnt.formatFull(TokenAmount.of(3_424_000_000L))).isEqualTo("34.24000000");
    assertThat(hnt.parse("34.24")).isEqualTo(TokenAmount.of(3_424_000_000L));
    assertThat(hnt.parse("1643.835616430")).isEqualTo(TokenAmount.of(164_383_561_643L));
    assertThatThrownBy(() -> hnt.parse("0.000000001")).hasMessageContaining("8 decimals");
    assertThatThrownBy(() -> hnt.parse("1,5")).isInstanceOf(EncodingException.class);
    assertThatThrownBy(() -> hnt.parse("-1")).isInstanceOf(EncodingException.class);
    assertThatThrownBy(() -> hnt.parse("9".repeat(78))).hasMessageContaining("2^256-1");
  }

  @Test
  void writingAndReadingAnAmountGivesItBack() {
    Property.check(5_000, random -> {
      Token token = new Token("T", random.nextInt(37));
      TokenAmount amount = TokenAmount.of(number(random));
      assertThat(token.parse(token.format(amount))).isEqualTo(amount);
      assertThat(token.formatFull(amount)).hasSizeGreaterThan(token.decimals());
    });
  }
}
