package org.depinsdk.conformance;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One row of a table; each method throws {@link IllegalArgumentException} if the row has no such column. */
public final class ConformanceRow {
  private final String at;
  private final Map<String, String> cells;

  ConformanceRow(String at, Map<String, String> cells) {
    this.at = at;
    this.cells = cells;
  }

  /**
   * Where the row stands.
   *
   * @return table and line
   */
  public String at() {
    return at;
  }

  /**
   * This row with some of its columns alone.
   *
   * @param columns names
   * @return the row
   */
  public ConformanceRow only(Collection<String> columns) {
    Map<String, String> some = new LinkedHashMap<>(cells);
    some.keySet().retainAll(columns);
    return new ConformanceRow(at, some);
  }

  /**
   * Whether a cell says something.
   *
   * @param column its name
   * @return false if the cell is empty
   */
  public boolean has(String column) {
    return !text(column).isEmpty();
  }

  /**
   * A cell as it is written.
   *
   * @param column its name
   * @return may be empty
   */
  public String text(String column) {
    String cell = cells.get(column);
    if (cell == null) {
      throw new IllegalArgumentException(at + ": no column " + column + " among " + cells.keySet());
    }
    return cell;
  }

  /**
   * Bytes, written in hexadecimal.
   *
   * @param column its name
   * @return the bytes
   */
  public byte[] bytes(String column) {
    try {
      return HexFormat.of().parseHex(text(column));
    } catch (IllegalArgumentException e) {
      throw not("hexadecimal", column, e);
    }
  }

  /**
   * An integer of any size.
   *
   * @param column its name
   * @return the number
   */
  public BigInteger integer(String column) {
    try {
      return new BigInteger(text(column));
    } catch (NumberFormatException e) {
      throw not("an integer", column, e);
    }
  }

  /**
   * An integer of at most 64 bits.
   *
   * @param column its name
   * @return the number
   */
  public long number(String column) {
    try {
      return Long.parseLong(text(column));
    } catch (NumberFormatException e) {
      throw not("an integer of 64 bits", column, e);
    }
  }

  /**
   * A decimal number.
   *
   * @param column its name
   * @return the number
   */
  public BigDecimal decimal(String column) {
    try {
      return new BigDecimal(text(column));
    } catch (NumberFormatException e) {
      throw not("a decimal number", column, e);
    }
  }

  /**
   * A truth value.
   *
   * @param column its name
   * @return the value
   */
  public boolean flag(String column) {
    return switch (text(column)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw not("true or false", column, null);
    };
  }

  /**
   * Values with commas between them.
   *
   * @param column its name
   * @return the values, none if the cell is empty
   */
  public List<String> list(String column) {
    return has(column) ? List.of(text(column).split(",", -1)) : List.of();
  }

  /**
   * Integers with commas between them.
   *
   * @param column its name
   * @return the numbers, none if the cell is empty
   */
  public List<Long> numbers(String column) {
    try {
      return list(column).stream().map(Long::valueOf).toList();
    } catch (NumberFormatException e) {
      throw not("integers", column, e);
    }
  }

  @Override
  public String toString() {
    return at;
  }

  private IllegalArgumentException not(
      String what, String column, @org.jspecify.annotations.Nullable Throwable cause) {
    return new IllegalArgumentException(
        at + ": " + column + " must be " + what + ", not \"" + text(column) + "\"", cause);
  }
}
