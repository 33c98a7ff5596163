package org.depinsdk.service.postgres;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.encoding.EncodingException;

/** Lines of JSON as rows of a table, numbered from 0 without a gap. */
final class PostgresLines {
  private final Database database;
  private final String table;
  private final String what;

  /** Reads a line. */
  @FunctionalInterface
  interface Parser<T> {
    T parse(String line) throws EncodingException;
  }

  /**
   * Lines of a table.
   *
   * @param table its name
   * @param what the lines are, for messages
   */
  PostgresLines(Database database, String table, String what) {
    this.database = database;
    this.table = table;
    this.what = what;
  }

  /** Adds lines, all or none of them. */
  void append(long first, List<String> lines) throws IOException {
    database.write("store " + what, connection -> {
      // an index that is there already breaks the primary key
      try (PreparedStatement query =
              connection.prepareStatement("SELECT coalesce(max(idx), -1) + 1 FROM " + table);
          ResultSet row = query.executeQuery()) {
        row.next();
        if (row.getLong(1) != first) {
          throw new SQLException("line " + first + " does not follow the newest one");
        }
      }
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO " + table + " VALUES (?, ?)")) {
        for (int i = 0; i < lines.size(); i++) {
          insert.setLong(1, first + i);
          insert.setString(2, lines.get(i));
          insert.addBatch();
        }
        return insert.executeBatch();
      }
    });
  }

  /** Reads all lines. */
  <T> List<T> load(Parser<T> parser) throws IOException {
    List<String> lines = database.read("read " + what, connection -> {
      List<String> found = new ArrayList<>();
      try (PreparedStatement query =
              connection.prepareStatement("SELECT json FROM " + table + " ORDER BY idx");
          ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
      return found;
    });
    List<T> parsed = new ArrayList<>(lines.size());
    for (String line : lines) {
      try {
        parsed.add(parser.parse(line));
      } catch (EncodingException e) {
        throw new IOException(
            "line " + parsed.size() + " of " + what + " is damaged: " + e.getMessage(), e);
      }
    }
    return parsed;
  }
}
