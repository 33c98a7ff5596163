package org.depinsdk.service.sqlite;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.epoch.SettlementState;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.distribution.Claim;
import org.depinsdk.rewards.distribution.MerkleDistribution;
import org.depinsdk.service.store.Ledger;

/** The ledger as tables: one connection writes, another reads. */
public final class SqliteLedger implements Ledger, Closeable {
  private static final String[] TABLES = {
    "CREATE TABLE IF NOT EXISTS settled_epoch (epoch INTEGER PRIMARY KEY, policy_id TEXT NOT NULL,"
        + " root BLOB NOT NULL, refusals_not_logged INTEGER NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS claim (operator TEXT PRIMARY KEY, cumulative TEXT NOT NULL,"
        + " proof BLOB NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS settlement_state (one INTEGER PRIMARY KEY CHECK (one = 1),"
        + " json BLOB NOT NULL) STRICT"
  };

  private final Connection writer;
  private final Connection reader;

  private SqliteLedger(Connection writer, Connection reader) {
    this.writer = writer;
    this.reader = reader;
  }

  /**
   * Opens the ledger.
   *
   * @param file the database, made where absent
   * @return the ledger
   * @throws IOException if the file cannot be opened
   */
  public static SqliteLedger open(Path file) throws IOException {
    Connection writer = Sqlite.open(file, TABLES);
    return new SqliteLedger(writer, Sqlite.open(file));
  }

  @Override
  public Optional<SettledEpoch> newest() throws IOException {
    synchronized (reader) {
      try (PreparedStatement query = reader.prepareStatement(
              "SELECT epoch, root FROM settled_epoch ORDER BY epoch DESC LIMIT 1");
          ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(epoch(row)) : Optional.empty();
      } catch (SQLException e) {
        throw Sqlite.failed("read the newest settled epoch", e);
      }
    }
  }

  @Override
  public SettlementState state() throws IOException {
    synchronized (reader) {
      try (PreparedStatement query = reader.prepareStatement("SELECT json FROM settlement_state");
          ResultSet row = query.executeQuery()) {
        return row.next() ? SettlementState.parse(row.getBytes(1)) : SettlementState.GENESIS;
      } catch (SQLException e) {
        throw Sqlite.failed("read the settlement state", e);
      } catch (EncodingException e) {
        throw new IOException("the ledger's settlement state is damaged: " + e.getMessage(), e);
      }
    }
  }

  @Override
  public void record(Entry entry) throws IOException {
    synchronized (writer) {
      try {
        Sqlite.inTransaction(writer, () -> {
          insertEpoch(entry);
          replaceClaims(entry.distribution());
          replaceState(entry.after());
        });
      } catch (SQLException e) {
        throw Sqlite.failed("record epoch " + entry.index(), e);
      }
    }
  }

  @Override
  public void compensate(MerkleDistribution distribution, SettlementState after)
      throws IOException {
    synchronized (writer) {
      try {
        Sqlite.inTransaction(writer, () -> {
          replaceRoot(distribution, after.nextEpoch() - 1);
          replaceClaims(distribution);
          replaceState(after);
        });
      } catch (SQLException e) {
        throw Sqlite.failed("record a compensation before epoch " + after.nextEpoch(), e);
      }
    }
  }

  @Override
  public Optional<ProvenClaim> claim(OperatorId operator) throws IOException {
    synchronized (reader) {
      // one statement, so that proof and root are of the same epoch
      try (PreparedStatement query =
          reader.prepareStatement("SELECT epoch, root, cumulative, proof FROM claim, settled_epoch"
              + " WHERE operator = ? ORDER BY epoch DESC LIMIT 1")) {
        query.setString(1, operator.text());
        try (ResultSet row = query.executeQuery()) {
          if (!row.next()) {
            return Optional.empty();
          }
          Claim claim = new Claim(
              operator, TokenAmount.parse(row.getString(3)), Bytes32.split(row.getBytes(4)));
          return Optional.of(new ProvenClaim(epoch(row), claim));
        }
      } catch (SQLException e) {
        throw Sqlite.failed("read the claim of " + operator, e);
      } catch (EncodingException e) {
        throw new IOException("the ledger's claim of " + operator + " is damaged", e);
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

  private void insertEpoch(Entry entry) throws SQLException {
    try (PreparedStatement insert = writer.prepareStatement(
        "INSERT INTO settled_epoch SELECT ?1, ?2, ?3, ?4 WHERE ?1 = (SELECT coalesce(max(epoch),"
            + " -1) + 1 FROM settled_epoch)")) {
      insert.setLong(1, entry.index());
      insert.setString(2, entry.policyId());
      insert.setBytes(3, entry.distribution().root().bytes());
      insert.setLong(4, entry.refusalsNotLogged());
      if (insert.executeUpdate() != 1) {
        throw new SQLException("it does not follow the newest epoch");
      }
    }
  }

  private void replaceRoot(MerkleDistribution distribution, long newest) throws SQLException {
    try (PreparedStatement update = writer.prepareStatement(
        "UPDATE settled_epoch SET root = ? WHERE epoch = ? AND epoch = (SELECT max(epoch) FROM"
            + " settled_epoch)")) {
      update.setBytes(1, distribution.root().bytes());
      update.setLong(2, newest);
      if (update.executeUpdate() != 1) {
        throw new SQLException("the newest epoch is another one than " + newest);
      }
    }
  }

  private void replaceClaims(MerkleDistribution distribution) throws SQLException {
    try (PreparedStatement delete = writer.prepareStatement("DELETE FROM claim");
        PreparedStatement insert = writer.prepareStatement("INSERT INTO claim VALUES (?, ?, ?)")) {
      delete.executeUpdate();
      for (OperatorId operator : distribution.totals().keySet()) {
        Claim claim = distribution.claim(operator).orElseThrow();
        insert.setString(1, operator.text());
        insert.setString(2, claim.cumulativeAmount().toString());
        insert.setBytes(3, Bytes32.join(claim.proof()));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private void replaceState(SettlementState state) throws SQLException {
    try (PreparedStatement replace =
        writer.prepareStatement("INSERT OR REPLACE INTO settlement_state VALUES (1, ?)")) {
      replace.setBytes(1, state.toJson());
      replace.executeUpdate();
    }
  }

  private static SettledEpoch epoch(ResultSet row) throws SQLException {
    return new SettledEpoch(row.getLong(1), Bytes32.of(row.getBytes(2)));
  }
}
