package org.depinsdk.service.sqlite;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.service.store.EvidenceStore;

/** Evidence as rows, by its name. */
public final class SqliteEvidenceStore implements EvidenceStore, Closeable {
  private final Connection connection;

  private SqliteEvidenceStore(Connection connection) {
    this.connection = connection;
  }

  /**
   * Opens the store.
   *
   * @param file the database, made if absent
   * @return the store
   * @throws IOException if the file cannot be read
   */
  public static SqliteEvidenceStore open(Path file) throws IOException {
    return new SqliteEvidenceStore(Sqlite.open(
        file,
        "CREATE TABLE IF NOT EXISTS evidence (name BLOB PRIMARY KEY, content BLOB NOT NULL)"
            + " STRICT"));
  }

  @Override
  public synchronized void put(Bytes32 name, byte[] content) throws IOException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT OR IGNORE INTO evidence VALUES (?, ?)")) {
      insert.setBytes(1, name.bytes());
      insert.setBytes(2, content);
      insert.executeUpdate();
    } catch (SQLException e) {
      throw Sqlite.failed("keep evidence", e);
    }
  }

  @Override
  public synchronized Optional<byte[]> find(Bytes32 name) throws IOException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT content FROM evidence WHERE name = ?")) {
      query.setBytes(1, name.bytes());
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw Sqlite.failed("read evidence", e);
    }
  }

  @Override
  public synchronized void retain(Set<Bytes32> names) throws IOException {
    try {
      Sqlite.inTransaction(connection, () -> removeOthers(names));
    } catch (SQLException e) {
      throw Sqlite.failed("remove evidence", e);
    }
  }

  private void removeOthers(Set<Bytes32> names) throws SQLException {
    try (Statement query = connection.createStatement();
        PreparedStatement delete =
            connection.prepareStatement("DELETE FROM evidence WHERE name = ?")) {
      try (ResultSet row = query.executeQuery("SELECT name FROM evidence")) {
        while (row.next()) {
          byte[] name = row.getBytes(1);
          if (!names.contains(Bytes32.of(name))) {
            delete.setBytes(1, name);
            delete.addBatch();
          }
        }
      }
      var unused = delete.executeBatch();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw Sqlite.failed("close the evidence", e);
    }
  }
}
