package org.depinsdk.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The tables in this jar.
 *
 * <pre>{@code
 * for (ConformanceRow row : Conformance.table("identity/eip-55").rows()) {
 *   assertEquals(row.text("address"), checksummed(row.text("lower")));
 * }
 * }</pre>
 */
public final class Conformance {
  private static final String FOLDER = "/conformance/";

  private Conformance() {}

  /**
   * The names of all tables.
   *
   * @return sorted, for example {@code identity/eip-55}
   */
  public static List<String> tables() {
    return table("index").rows().stream().map(row -> row.text("table")).toList();
  }

  /**
   * One table.
   *
   * @param name as {@link #tables} gives it
   * @return the table
   * @throws IllegalArgumentException if there is none of this name
   */
  public static ConformanceTable table(String name) {
    try (InputStream in = Conformance.class.getResourceAsStream(FOLDER + name + ".tsv")) {
      if (in == null) {
        throw new IllegalArgumentException("no conformance table " + name);
      }
      return ConformanceTable.parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
