package org.depinsdk.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.testing.KnownAnswers;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JcsTest {
  @Test
  void givesTheExpectedBytes() {
    KnownAnswers.check(
        "identity/jcs",
        row -> answers(
            "canonical", Jcs.canonicalize(new String(row.bytes("json"), StandardCharsets.UTF_8))));
  }

  private static String canonical(String json) throws EncodingException {
    return new String(Jcs.canonicalize(json), StandardCharsets.UTF_8);
  }

  /** RFC 8785 appendix B; the bits of the double beside what is expected. */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "ffefffffffffffff, -1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "41b3de4355555555, 333333333.3333333",
    "41b3de4355555556, 333333333.3333334",
    "41b3de4355555557, 333333333.33333343",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2",
  })
  void writesNumbersAsEcmaScript(String bits, String expected) throws EncodingException {
    double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
    assertThat(canonical(Double.toString(value))).isEqualTo(expected);
  }

  @Test
  void everyDoubleComesBack() {
    Property.check(2000, random -> {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        String written = canonical(Double.toString(value));
        assertThat(Double.parseDouble(written)).isEqualTo(value == 0 ? 0 : value);
        assertThat(canonical(written)).isEqualTo(written);
      }
    });
  }

  /** The gap to the next double is half as wide below a power of two as above it. */
  @Test
  void everyPowerOfTwoIsWrittenWithTheLeastDigits() throws EncodingException {
    assertThat(canonical("[5.9604644775390625e-08]")).isEqualTo("[5.960464477539063e-8]");
    assertThat(canonical("[5.6843418860808015e-14]")).isEqualTo("[5.684341886080802e-14]");
    assertThat(canonical("[6.1897001964269014e+26]")).isEqualTo("[6.189700196426902e+26]");
    int shorter = 0;
    for (int exponent = -1074; exponent <= 1023; exponent++) {
      double value = Math.scalb(1.0, exponent);
      BigDecimal exact = new BigDecimal(value);
      BigDecimal nearest = exact;
      boolean found = false;
      // least number of digits of which one of the two neighbours reads back; of both the nearer
      for (int digits = 1; !found; digits++) {
        BigDecimal below = exact.round(new MathContext(digits, RoundingMode.DOWN));
        BigDecimal above = exact.round(new MathContext(digits, RoundingMode.UP));
        boolean belowReads = below.doubleValue() == value;
        boolean aboveReads = above.doubleValue() == value;
        found = belowReads || aboveReads;
        boolean nearerBelow = exact.subtract(below).compareTo(above.subtract(exact)) <= 0;
        nearest = belowReads && (nearerBelow || !aboveReads) ? below : above;
        shorter += found && aboveReads && !belowReads && nearerBelow ? 1 : 0;
      }
      String written = canonical(
          exact.compareTo(new BigDecimal(1L << 53)) < 0
              ? new BigDecimal(value).round(new MathContext(20)).toString()
              : nearest.toString());
      assertThat(new BigDecimal(written)).as("2^%s", exponent).isEqualByComparingTo(nearest);
      assertThat(canonical(written)).isEqualTo(written);
    }
    // as many as a comparison with a JavaScript engine found
    assertThat(shorter).isEqualTo(46);
  }

  @Test
  void whatIsWrittenCanBeReadWhateverTheSpelling() throws EncodingException {
    for (String literal : new String[] {
      "1e16",
      "1e20",
      "9.2e18",
      "1E+20",
      "9007199254740992",
      "9007199254740992.0",
      "1e21",
      "1e22",
      "-1e20",
      "295147905179352830000",
      "295147905179352825856",
      "100000000000000000000000",
      "1.7976931348623157e308"
    }) {
      String once = canonical(literal);
      assertThat(canonical(once)).as(literal).isEqualTo(once);
    }
    assertThat(canonical("1e20")).isEqualTo("100000000000000000000");
    assertThat(canonical("333333333.33333329")).isEqualTo("333333333.3333333");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":1,}",
        "[1,]",
        "{a:1}",
        "'a'",
        "NaN",
        "Infinity",
        "01",
        "1.",
        "+1",
        "{\"a\":1} {}",
        "// c\n1",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "{\"\\ud83d\":1}",
        "\"\u0001\"",
        "9007199254740993",
        "9007199254740993.0",
        "9007199254740993e0",
        "900719925474099.3e1",
        "9007199254740993.5",
        "-9007199254740993",
        "1e400",
        "-1.5e-400",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
      })
  void refusesWhatWouldLoseSomething(String json) {
    assertThatThrownBy(() -> Jcs.canonicalize(json)).isInstanceOf(EncodingException.class);
  }

  @Test
  void limitsDepthAndSize() throws EncodingException {
    assertThat(canonical("[".repeat(32) + "]".repeat(32))).hasSize(64);
    assertThatThrownBy(() -> Jcs.canonicalize("[".repeat(33) + "]".repeat(33)))
        .isInstanceOf(EncodingException.class);
    assertThatThrownBy(() -> Jcs.canonicalize("[".repeat(500_000)))
        .isInstanceOf(EncodingException.class);
    assertThatThrownBy(() -> Jcs.canonicalize("\"" + "a".repeat(1024 * 1024) + "\""))
        .hasMessageContaining("at most");
    assertThatThrownBy(() -> Jcs.canonicalize("1" + "0".repeat(200)))
        .isInstanceOf(EncodingException.class);
    assertThat(canonical("9007199254740991")).isEqualTo("9007199254740991");
  }

  @Test
  void brokenTextIsAnErrorAndNothingElse() {
    String good = "{\"a\":[1,2.5e3,true,null,\"x\\n\\u20ac\"],\"b\":{\"c\":\"\\ud83d\\ude02\"}}";
    Property.check(2000, random -> {
      StringBuilder hostile = new StringBuilder(good);
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        hostile.setCharAt(
            random.nextInt(hostile.length()), "{}[]\",:\\u0d8e1- ".charAt(random.nextInt(16)));
      }
      try {
        String once = canonical(hostile.toString());
        assertThat(canonical(once)).isEqualTo(once);
      } catch (EncodingException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    });
  }
}
