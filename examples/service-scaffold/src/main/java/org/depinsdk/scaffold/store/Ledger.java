package org.depinsdk.scaffold.store;

import java.io.Closeable;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.scaffold.settle.Claim;
import org.depinsdk.scaffold.settle.Settled;

/** Settled epochs, lifetime totals with their proofs, and statements. One connection writes, another reads. */
public final class Ledger implements Closeable {
  private static final int HASH_BYTES = 32;
  private static final String[] TABLES = {
    "CREATE TABLE IF NOT EXISTS settled_epoch (epoch INTEGER PRIMARY KEY, root BLOB NOT NULL,"
        + " state TEXT NOT NULL, refusals_not_logged INTEGER NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS claim (operator TEXT PRIMARY KEY, cumulative TEXT NOT NULL,"
        + " proof BLOB NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS statement (epoch INTEGER NOT NULL, subject TEXT NOT NULL,"
        + " json TEXT NOT NULL, PRIMARY KEY (epoch, subject)) STRICT, WITHOUT ROWID"
  };

  private final Connection writer;
  private final Connection reader;

  private Ledger(Connection writer, Connection reader) {
    this.writer = writer;
    this.reader = reader;
  }

  /**
   * Opens the ledger.
   *
   * @param file the database, made where absent
   * @return the ledger
   * @throws IOException where the file cannot be opened
   */
  public static Ledger open(Path file) throws IOException {
    Connection writer = Sqlite.open(file, TABLES);
    return new Ledger(writer, Sqlite.open(file));
  }

  /**
   * A settled epoch.
   *
   * @param epoch its index
   * @param root the Merkle root, 32 bytes
   * @param state what the next settlement starts from
   */
  public record Row(long epoch, byte[] root, String state) {}

  /**
   * A claim with the root that its proof leads to.
   *
   * @param newest the newest settled epoch
   * @param claim amount and proof
   */
  public record ProvenClaim(Row newest, Claim claim) {}

  /**
   * The newest settled epoch.
   *
   * @return empty before the first
   * @throws IOException where the ledger cannot be read
   */
  public Optional<Row> newest() throws IOException {
    synchronized (reader) {
      try (PreparedStatement query = reader.prepareStatement(
              "SELECT epoch, root, state FROM settled_epoch ORDER BY epoch DESC LIMIT 1");
          ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(new Row(row.getLong(1), row.getBytes(2), row.getString(3)))
            : Optional.empty();
      } catch (SQLException e) {
        throw Sqlite.failed("read the newest settled epoch", e);
      }
    }
  }

  /**
   * Records a settled epoch, whole or not at all.
   *
   * @param settled what came of it; the epoch after the newest one
   * @param refusalsNotLogged how many refused reports the log's budget left out
   * @throws IOException where it could not be stored; nothing has changed then
   */
  public void record(Settled settled, long refusalsNotLogged) throws IOException {
    synchronized (writer) {
      try {
        writer.setAutoCommit(false);
        try {
          insertEpoch(settled, refusalsNotLogged);
          replaceClaims(settled.claims());
          insertStatements(settled.epoch(), settled.statements());
          writer.commit();
        } finally {
          // after a commit there is nothing left to roll back
          writer.rollback();
          writer.setAutoCommit(true);
        }
      } catch (SQLException e) {
        throw Sqlite.failed("record epoch " + settled.epoch(), e);
      }
    }
  }

  /**
   * An operator's claim, as of the newest settled epoch.
   *
   * @param operator who
   * @return empty where it has earned nothing yet
   * @throws IOException where the ledger cannot be read
   */
  public Optional<ProvenClaim> claim(OperatorId operator) throws IOException {
    synchronized (reader) {
      // one statement, so that proof and root are of the same epoch
      try (PreparedStatement query = reader.prepareStatement(
          "SELECT epoch, root, state, cumulative, proof FROM claim, settled_epoch"
              + " WHERE operator = ? ORDER BY epoch DESC LIMIT 1")) {
        query.setString(1, operator.text());
        try (ResultSet row = query.executeQuery()) {
          if (!row.next()) {
            return Optional.empty();
          }
          return Optional.of(new ProvenClaim(
              new Row(row.getLong(1), row.getBytes(2), row.getString(3)),
              new Claim(operator, new BigInteger(row.getString(4)), split(row.getBytes(5)))));
        }
      } catch (SQLException e) {
        throw Sqlite.failed("read the claim of " + operator, e);
      }
    }
  }

  /**
   * Why an operator or a device earned what it did.
   *
   * @param epoch a settled epoch
   * @param subject the operator's or device's text
   * @return its statement as JSON, empty where it took no part
   * @throws IOException where the ledger cannot be read
   */
  public Optional<String> statement(long epoch, String subject) throws IOException {
    synchronized (reader) {
      try (PreparedStatement query =
          reader.prepareStatement("SELECT json FROM statement WHERE epoch = ? AND subject = ?")) {
        query.setLong(1, epoch);
        query.setString(2, subject);
        try (ResultSet row = query.executeQuery()) {
          return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
      } catch (SQLException e) {
        throw Sqlite.failed("read a statement", e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      try {
        reader.close();
      } finally {
        writer.close();
      }
    } catch (SQLException e) {
      throw Sqlite.failed("close the ledger", e);
    }
  }

  private void insertEpoch(Settled settled, long refusalsNotLogged) throws SQLException {
    try (PreparedStatement insert =
        writer.prepareStatement("INSERT INTO settled_epoch VALUES (?, ?, ?, ?)")) {
      insert.setLong(1, settled.epoch());
      insert.setBytes(2, settled.root());
      insert.setString(3, settled.state());
      insert.setLong(4, refusalsNotLogged);
      insert.executeUpdate();
    }
  }

  private void replaceClaims(List<Claim> claims) throws SQLException {
    try (PreparedStatement delete = writer.prepareStatement("DELETE FROM claim");
        PreparedStatement insert = writer.prepareStatement("INSERT INTO claim VALUES (?, ?, ?)")) {
      delete.executeUpdate();
      for (Claim claim : claims) {
        insert.setString(1, claim.operator().text());
        insert.setString(2, claim.cumulative().toString());
        insert.setBytes(3, join(claim.proof()));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private void insertStatements(long epoch, Map<String, String> statements) throws SQLException {
    try (PreparedStatement insert =
        writer.prepareStatement("INSERT INTO statement VALUES (?, ?, ?)")) {
      for (Map.Entry<String, String> statement : statements.entrySet()) {
        insert.setLong(1, epoch);
        insert.setString(2, statement.getKey());
        insert.setString(3, statement.getValue());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static byte[] join(List<byte[]> proof) {
    ByteBuffer joined = ByteBuffer.allocate(proof.size() * HASH_BYTES);
    proof.forEach(joined::put);
    return joined.array();
  }

  private static List<byte[]> split(byte[] joined) {
    List<byte[]> proof = new ArrayList<>();
    for (int at = 0; at < joined.length; at += HASH_BYTES) {
      proof.add(java.util.Arrays.copyOfRange(joined, at, at + HASH_BYTES));
    }
    return proof;
  }
}
