package org.depinsdk.service.sqlite;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.encoding.EncodingException;

/** Lines of JSON as rows of a table, numbered from 0 without a gap. */
final class SqliteLines implements Closeable {
  private final Connection connection;
  private final String table;
  private final String what;

  /** Reads a line. */
  interface Parser<T> {
    T parse(String line) throws EncodingException;
  }

  private SqliteLines(Connection connection, String table, String what) {
    this.connection = connection;
    this.table = table;
    this.what = what;
  }

  /**
   * Opens a table.
   *
   * @param table its name
   * @param what the lines are, for messages
   */
  static SqliteLines open(Path file, String table, String what) throws IOException {
    return new SqliteLines(
        Sqlite.open(
            file,
            "CREATE TABLE IF NOT EXISTS " + table
                + " (idx INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT"),
        table,
        what);
  }

  /** Adds lines, all or none of them. */
  synchronized void append(long first, List<String> lines) throws IOException {
    try {
      Sqlite.inTransaction(connection, () -> insert(first, lines));
    } catch (SQLException e) {
      throw Sqlite.failed("store " + what, e);
    }
  }

  private void insert(long first, List<String> lines) throws SQLException {
    // an index that is there already breaks the primary key, one that leaves a gap finds no row
    // before it
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table
        + " SELECT ?1, ?2 WHERE ?1 = (SELECT coalesce(max(idx), -1) + 1 FROM " + table + ")")) {
      for (int i = 0; i < lines.size(); i++) {
        insert.setLong(1, first + i);
        insert.setString(2, lines.get(i));
        if (insert.executeUpdate() != 1) {
          throw new SQLException("line " + (first + i) + " does not follow the newest one");
        }
      }
    }
  }

  /** Reads all lines. */
  synchronized <T> List<T> load(Parser<T> parser) throws IOException {
    List<T> lines = new ArrayList<>();
    try (PreparedStatement query =
            connection.prepareStatement("SELECT json FROM " + table + " ORDER BY idx");
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        lines.add(parser.parse(rows.getString(1)));
      }
    } catch (SQLException e) {
      throw Sqlite.failed("read " + what, e);
    } catch (EncodingException e) {
      throw new IOException(
          "line " + lines.size() + " of " + what + " is damaged: " + e.getMessage(), e);
    }
    return lines;
  }

  @Override
  public synchronized void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw Sqlite.failed("close " + what, e);
    }
  }
}
