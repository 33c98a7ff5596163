package org.depinsdk.core.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;

/** Writes JSON in its canonical form (RFC 8785). */
final class JcsWriter {
  private static final BigDecimal MAX_SAFE =
      new BigDecimal(BigInteger.ONE.shiftLeft(53).subtract(BigInteger.ONE));

  // a digit other than zero in front of the exponent
  private static final Pattern NOT_ZERO = Pattern.compile("^[^eE]*[1-9]");

  private JcsWriter() {}

  static String write(JsonValue value) throws EncodingException {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(JsonValue value, StringBuilder out) throws EncodingException {
    if (value instanceof JsonObject object) {
      char separator = '{';
      // String's own order is that of UTF-16 code units, as RFC 8785 section 3.2.3 asks
      for (Map.Entry<String, JsonValue> member : new TreeMap<>(object.members()).entrySet()) {
        out.append(separator);
        JsonWriter.string(member.getKey(), out);
        out.append(':');
        write(member.getValue(), out);
        separator = ',';
      }
      out.append(separator == '{' ? "{}" : "}");
    } else if (value instanceof JsonArray array) {
      char separator = '[';
      for (JsonValue item : array.items()) {
        out.append(separator);
        write(item, out);
        separator = ',';
      }
      out.append(separator == '[' ? "[]" : "]");
    } else if (value instanceof JsonNumber number) {
      out.append(number(number.literal()));
    } else {
      JsonWriter.scalar(value, out);
    }
  }

  static String number(String literal) throws EncodingException {
    double value = Double.parseDouble(literal);
    if (Double.isInfinite(value)) {
      throw new EncodingException("the number " + literal + " is beyond the range of a double");
    }
    if (value == 0 && NOT_ZERO.matcher(literal).find()) {
      throw new EncodingException("the number " + literal + " is too small for a double");
    }
    if (value == 0) {
      return "0";
    }
    String canonical = (value < 0 ? "-" : "") + positive(Math.abs(value));
    BigDecimal written = new BigDecimal(literal);
    if (written.abs().compareTo(MAX_SAFE) > 0
        && written.compareTo(new BigDecimal(canonical)) != 0
        && !isRounded(written, new BigDecimal(value))) {
      throw new EncodingException("the number " + literal + " is beyond 2^53 - 1 and would become "
          + canonical + "; write it as a string");
    }
    return canonical;
  }

  // whether a number is another, rounded to as many digits as it is written with
  private static boolean isRounded(BigDecimal written, BigDecimal exact) {
    return written.subtract(exact).abs().multiply(BigDecimal.valueOf(2)).compareTo(written.ulp())
        <= 0;
  }

  // ECMA-262 Number::toString: the least number of digits that reads back, of two such numbers the
  // nearer. Searched for here, because Double.toString of JDK 17 misses them.
  private static String positive(double value) {
    BigDecimal exact = new BigDecimal(value);
    BigDecimal shortest = exact;
    for (int digits = 1; digits <= 17; digits++) {
      shortest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (shortest.doubleValue() == value) {
        break;
      }
      // the gap below a power of two is half the gap above: a number above may read back although a
      // nearer one below does not
      shortest = exact.round(new MathContext(digits, RoundingMode.UP));
      if (shortest.doubleValue() == value) {
        break;
      }
    }
    String digits = shortest.stripTrailingZeros().unscaledValue().toString();
    int k = digits.length();
    // the value is 0.digits times ten to the n
    int n = k - shortest.stripTrailingZeros().scale();
    if (k <= n && n <= 21) {
      return digits + "0".repeat(n - k);
    }
    if (0 < n && n <= 21) {
      return digits.substring(0, n) + "." + digits.substring(n);
    }
    if (-6 < n && n <= 0) {
      return "0." + "0".repeat(-n) + digits;
    }
    String exponent = (n > 0 ? "e+" : "e-") + Math.abs(n - 1);
    return (k == 1 ? digits : digits.charAt(0) + "." + digits.substring(1)) + exponent;
  }
}
