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
import org.depinsdk.core.registry.RegistryJson;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.service.store.RegistryStore;

/** Registry records as rows of a table: an index, and the line that stands in a bundle's {@code registry.jsonl}. */
public final class SqliteRegistryStore implements RegistryStore, Closeable {
  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS registry_record (idx INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT";

  private final Connection connection;

  private SqliteRegistryStore(Connection connection) {
    this.connection = connection;
  }

  /**
   * Opens the store.
   *
   * @param file the database, made if absent
   * @return the store
   * @throws IOException if the file cannot be opened
   */
  public static SqliteRegistryStore open(Path file) throws IOException {
    return new SqliteRegistryStore(Sqlite.open(file, TABLE));
  }

  @Override
  public synchronized void append(List<RegistryRecord> records) throws IOException {
    try {
      Sqlite.inTransaction(connection, () -> insert(records));
    } catch (SQLException e) {
      throw Sqlite.failed("store records of the registry", e);
    }
  }

  private void insert(List<RegistryRecord> records) throws SQLException {
    // an index that is there already breaks the primary key, one that leaves a gap finds no row
    // before it
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO registry_record"
        + " SELECT ?1, ?2 WHERE ?1 = (SELECT coalesce(max(idx), -1) + 1 FROM registry_record)")) {
      for (RegistryRecord record : records) {
        insert.setLong(1, record.index());
        insert.setString(2, RegistryJson.format(record));
        if (insert.executeUpdate() != 1) {
          throw new SQLException("record " + record.index() + " does not follow the newest one");
        }
      }
    }
  }

  @Override
  public synchronized List<RegistryRecord> load() throws IOException {
    List<RegistryRecord> records = new ArrayList<>();
    try (PreparedStatement query =
            connection.prepareStatement("SELECT idx, json FROM registry_record ORDER BY idx");
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        records.add(record(rows.getLong(1), rows.getString(2)));
      }
    } catch (SQLException e) {
      throw Sqlite.failed("read the registry", e);
    }
    return records;
  }

  private static RegistryRecord record(long index, String json) throws IOException {
    try {
      return RegistryJson.parse(json);
    } catch (EncodingException e) {
      throw new IOException(
          "record " + index + " of the registry is damaged: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw Sqlite.failed("close the registry", e);
    }
  }
}
