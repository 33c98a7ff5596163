package org.depinsdk.core.internal.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;

/** Writes JSON in its canonical form (RFC 8785). */
public final class JcsWriter {
  private static final BigInteger MAX_SAFE = BigInteger.ONE.shiftLeft(53).subtract(BigInteger.ONE);

  // a digit other than zero in front of the exponent
  private static final Pattern NOT_ZERO = Pattern.compile("^[^eE]*[1-9]");

  private JcsWriter() {}

  /**
   * Writes a value.
   *
   * @param value the value
   * @return its canonical form
   * @throws EncodingException where a number has no canonical form that keeps its value
   */
  public static String write(Json value) throws EncodingException {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Json value, StringBuilder out) throws EncodingException {
    if (value instanceof Json.Obj object) {
      char separator = '{';
      // String's own order is that of UTF-16 code units, as RFC 8785 section 3.2.3 asks
      for (Map.Entry<String, Json> member : new TreeMap<>(object.members()).entrySet()) {
        out.append(separator);
        string(member.getKey(), out);
        out.append(':');
        write(member.getValue(), out);
        separator = ',';
      }
      out.append(separator == '{' ? "{}" : "}");
    } else if (value instanceof Json.Array array) {
      char separator = '[';
      for (Json item : array.items()) {
        out.append(separator);
        write(item, out);
        separator = ',';
      }
      out.append(separator == '[' ? "[]" : "]");
    } else if (value instanceof Json.Text text) {
      string(text.value(), out);
    } else if (value instanceof Json.Number number) {
      out.append(number(number.literal()));
    } else if (value instanceof Json.Literal literal) {
      out.append(literal.text());
    }
  }

  static void string(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < ' ') {
            out.append("\\u00").append(c < 16 ? '0' : '1').append(Character.forDigit(c & 15, 16));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  static String number(String literal) throws EncodingException {
    boolean integer = literal.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
    if (integer && new BigInteger(literal).abs().compareTo(MAX_SAFE) > 0) {
      throw new EncodingException(
          "the integer " + literal + " is beyond 2^53 - 1; write it as text");
    }
    double value = Double.parseDouble(literal);
    if (Double.isInfinite(value)) {
      throw new EncodingException("the number " + literal + " is beyond the range of a double");
    }
    if (value == 0 && NOT_ZERO.matcher(literal).find()) {
      throw new EncodingException("the number " + literal + " is too small for a double");
    }
    return value == 0 ? "0" : (value < 0 ? "-" : "") + positive(Math.abs(value));
  }

  // ECMA-262 Number::toString. The shortest digits are searched for here, because Double.toString
  // of JDK 17 misses them.
  private static String positive(double value) {
    BigDecimal exact = new BigDecimal(value);
    BigDecimal shortest = exact;
    for (int digits = 1; digits <= 17; digits++) {
      shortest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
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
