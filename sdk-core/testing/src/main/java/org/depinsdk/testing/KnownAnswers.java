package org.depinsdk.testing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.depinsdk.conformance.Conformance;
import org.depinsdk.conformance.ConformanceRow;
import org.depinsdk.conformance.ConformanceTable;

/**
 * Checks what the SDK makes of a conformance table. The code under test sees the inputs of a row and never its expected
 * values; each of those is then compared, and compared again after it was corrupted, which has to be noticed.
 */
public final class KnownAnswers {
  private static final int SHOWN = 20;

  private KnownAnswers() {}

  /** Computes the expected columns of one row. */
  @FunctionalInterface
  public interface Solver {
    /**
     * The answers to a row.
     *
     * @param inputs the row without its expected values
     * @return one value for each expected column that says something: {@code byte[]} for hexadecimal, a collection for a list,
     *     {@link Near} for a number with a tolerance, anything else as it prints
     * @throws Exception if the SDK fails on the row
     */
    Map<String, ?> solve(ConformanceRow inputs) throws Exception;
  }

  /**
   * A number that the table states within a tolerance.
   *
   * @param value what the SDK computes
   * @param tolerance how far the table's value may be from it
   */
  public record Near(double value, double tolerance) {}

  /**
   * Checks all rows of a table, in order, and prints how many values were compared.
   *
   * @param name of the table
   * @param solver gives the SDK's answers
   */
  public static void check(String name, Solver solver) {
    ConformanceTable table = Conformance.table(name);
    List<String> problems = new ArrayList<>();
    int values = 0;
    for (ConformanceRow row : table.rows()) {
      Map<String, ?> answers;
      try {
        answers = solver.solve(row.only(table.inputs()));
      } catch (Exception | AssertionError e) {
        problems.add(row.at() + ": " + e);
        continue;
      }
      TreeSet<String> stated = new TreeSet<>(table.expected());
      stated.removeIf(column -> !row.has(column));
      if (!answers.keySet().containsAll(stated)) {
        problems.add(row.at() + ": no answer to " + stated + ", only to " + answers.keySet());
        continue;
      }
      for (String column : stated) {
        Object answer = Objects.requireNonNull(answers.get(column), column);
        values++;
        if (!matches(row.text(column), answer)) {
          problems.add(
              row.at() + ": " + column + " is " + print(answer) + ", expected " + row.text(column));
        } else if (matches(corrupted(row.text(column), answer), answer)) {
          problems.add(row.at() + ": a wrong " + column + " is not noticed");
        }
      }
    }
    if (values == 0) {
      problems.add(name + ": nothing was compared");
    }
    if (!problems.isEmpty()) {
      throw new AssertionError(problems.size() + " of " + values + " values of " + name + "\n"
          + String.join("\n", problems.subList(0, Math.min(SHOWN, problems.size()))));
    }
    System.out.println(
        "known answers: " + name + ": " + table.rows().size() + " rows, " + values + " values");
  }

  /**
   * Answers by name.
   *
   * @param namesAndValues a name, its value, a name, its value and so on
   * @return the answers
   */
  public static Map<String, Object> answers(Object... namesAndValues) {
    Map<String, Object> answers = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      answers.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return answers;
  }

  private static boolean matches(String expected, Object answer) {
    if (answer instanceof Near near) {
      return Math.abs(Double.parseDouble(expected) - near.value()) <= near.tolerance();
    }
    if (answer instanceof BigDecimal decimal) {
      return new BigDecimal(expected).compareTo(decimal) == 0;
    }
    return expected.equals(print(answer));
  }

  private static String print(Object answer) {
    if (answer instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (answer instanceof Collection<?> list) {
      return String.join(",", list.stream().map(KnownAnswers::print).toList());
    }
    return String.valueOf(answer);
  }

  private static String corrupted(String expected, Object answer) {
    if (answer instanceof Near near) {
      return Double.toString(Double.parseDouble(expected) + 3 * near.tolerance());
    }
    if (answer instanceof Boolean) {
      return Boolean.toString(!Boolean.parseBoolean(expected));
    }
    int last = expected.length() - 1;
    char changed = expected.charAt(last) == '1' ? '2' : '1';
    return expected.substring(0, last) + changed;
  }
}
