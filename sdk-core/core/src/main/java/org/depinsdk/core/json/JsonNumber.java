package org.depinsdk.core.json;

import java.math.BigInteger;
import org.depinsdk.core.encoding.EncodingException;

/**
 * A number as it was written; {@code 1.0} and {@code 1} are different documents.
 *
 * @param literal for example {@code 62.50} or {@code 1e3}
 * @param location where it was read
 */
public record JsonNumber(String literal, JsonLocation location) implements JsonValue {
  private static final BigInteger LONG = BigInteger.valueOf(Long.MAX_VALUE);

  /**
   * A whole number that was not read.
   *
   * @param value any number
   */
  public JsonNumber(long value) {
    this(Long.toString(value), JsonLocation.NONE);
  }

  /**
   * The number as a long.
   *
   * @return 0 or more
   * @throws EncodingException if it is negative, more than {@link Long#MAX_VALUE}, or has a fraction or an exponent
   */
  public long wholeNumber() throws EncodingException {
    if (literal.chars().allMatch(c -> c >= '0' && c <= '9')) {
      BigInteger value = new BigInteger(literal);
      if (value.compareTo(LONG) <= 0) {
        return value.longValue();
      }
    }
    throw unexpected(JsonObject.WHOLE_NUMBER);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonNumber n && literal.equals(n.literal);
  }

  @Override
  public int hashCode() {
    return literal.hashCode();
  }
}
