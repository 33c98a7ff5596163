package org.depinsdk.radio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.depinsdk.testing.Vectors;

/** The rows of {@code helium.md} by their id, and which of them were checked. */
public final class HeliumVectors {
  private static final String FILE = "helium.md";
  private static final Pattern ROW = Pattern.compile("^\\| ([A-Z][0-9]+) \\|(.*)\\|\\s*$");

  private final String group;
  private final Map<String, List<String>> rows = new TreeMap<>();
  private final List<String> checked = new ArrayList<>();
  private final Map<String, String> leftOut = new TreeMap<>();

  private HeliumVectors(String group) {
    this.group = group;
  }

  /** A row's check. */
  @FunctionalInterface
  public interface Body {
    void run(List<String> cells) throws Exception;
  }

  /** The rows of a group; the calling test is skipped where the file is absent. */
  public static HeliumVectors group(String letter) {
    HeliumVectors vectors = new HeliumVectors(letter);
    for (String line : Vectors.text(FILE).split("\n")) {
      Matcher row = ROW.matcher(line);
      if (row.matches() && row.group(1).startsWith(letter)) {
        vectors.rows.put(
            row.group(1),
            Arrays.stream(row.group(2).split("\\|", -1)).map(String::trim).toList());
      }
    }
    return vectors;
  }

  /** Checks a row where the file has it. */
  public void check(String id, Body body) throws Exception {
    List<String> cells = rows.get(id);
    if (cells != null) {
      try {
        body.run(cells);
      } catch (Exception | AssertionError e) {
        throw new AssertionError("helium.md row " + id + ": " + e.getMessage(), e);
      }
      checked.add(id);
    }
  }

  /** Leaves a row to the test of another jar. */
  public void leaveTo(String test, String... ids) {
    for (String id : ids) {
      if (rows.containsKey(id)) {
        leftOut.put(id, test);
      }
    }
  }

  /** Prints the count of the group; every row of it has to be checked, here or in another jar. */
  public void report() {
    List<String> open = new ArrayList<>(rows.keySet());
    open.removeAll(checked);
    open.removeAll(leftOut.keySet());
    if (checked.isEmpty() || !open.isEmpty()) {
      throw new AssertionError(
          "group " + group + ": " + checked.size() + " rows were checked, no check for " + open);
    }
    Vectors.report(
        FILE + " group " + group,
        checked.size(),
        "of " + rows.size() + " rows"
            + (leftOut.isEmpty() ? "" : ", checked elsewhere " + leftOut));
  }
}
