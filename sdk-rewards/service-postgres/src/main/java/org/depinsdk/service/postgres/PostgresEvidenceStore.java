package org.depinsdk.service.postgres;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Optional;
import java.util.Set;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.service.store.EvidenceStore;

/** Evidence as rows, by its name. */
final class PostgresEvidenceStore implements EvidenceStore {
  private final Database database;

  PostgresEvidenceStore(Database database) {
    this.database = database;
  }

  @Override
  public void put(Bytes32 name, byte[] content) throws IOException {
    database.writeOnce("keep evidence", connection -> {
      try (PreparedStatement insert = connection.prepareStatement(
          "INSERT INTO evidence VALUES (?, ?) ON CONFLICT DO NOTHING")) {
        insert.setBytes(1, name.bytes());
        insert.setBytes(2, content);
        insert.executeUpdate();
      }
    });
  }

  @Override
  public Optional<byte[]> find(Bytes32 name) throws IOException {
    return database.read("read evidence", connection -> {
      try (PreparedStatement query =
          connection.prepareStatement("SELECT content FROM evidence WHERE name = ?")) {
        query.setBytes(1, name.bytes());
        try (ResultSet row = query.executeQuery()) {
          return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
        }
      }
    });
  }

  @Override
  public void retain(Set<Bytes32> names) throws IOException {
    database.writeOnce("remove evidence", connection -> {
      try (PreparedStatement query = connection.prepareStatement("SELECT name FROM evidence");
          ResultSet row = query.executeQuery();
          PreparedStatement delete =
              connection.prepareStatement("DELETE FROM evidence WHERE name = ?")) {
        while (row.next()) {
          byte[] name = row.getBytes(1);
          if (!names.contains(Bytes32.of(name))) {
            delete.setBytes(1, name);
            delete.addBatch();
          }
        }
        var unused = delete.executeBatch();
      }
    });
  }
}
