package org.depinsdk.service.postgres;

import java.io.IOException;
import java.math.BigDecimal;
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

/** The ledger as tables. */
final class PostgresLedger implements Ledger {
  private static final int BATCH = 1000;

  private final Database database;

  /** A claim as it is stored. */
  private record Row(SettledEpoch newest, BigDecimal cumulative, byte[] proof) {}

  PostgresLedger(Database database) {
    this.database = database;
  }

  @Override
  public Optional<SettledEpoch> newest() throws IOException {
    return database.read("read the newest settled epoch", connection -> {
      try (PreparedStatement query = connection.prepareStatement(
              "SELECT epoch, root FROM settled_epoch ORDER BY epoch DESC LIMIT 1");
          ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(epoch(row)) : Optional.empty();
      }
    });
  }

  @Override
  public SettlementState state() throws IOException {
    Optional<byte[]> json = database.read("read the settlement state", connection -> {
      try (PreparedStatement query =
              connection.prepareStatement("SELECT json FROM settlement_state");
          ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
      }
    });
    try {
      return json.isEmpty() ? SettlementState.GENESIS : SettlementState.parse(json.get());
    } catch (EncodingException e) {
      throw new IOException("the ledger's settlement state is damaged: " + e.getMessage(), e);
    }
  }

  @Override
  public void record(Entry entry) throws IOException {
    database.write("record epoch " + entry.index(), connection -> {
      insertEpoch(connection, entry);
      replaceClaims(connection, entry.distribution());
      replaceState(connection, entry.after());
      return true;
    });
  }

  @Override
  public void compensate(MerkleDistribution distribution, SettlementState after)
      throws IOException {
    database.write("record a compensation before epoch " + after.nextEpoch(), connection -> {
      replaceRoot(connection, distribution, after.nextEpoch() - 1);
      replaceClaims(connection, distribution);
      replaceState(connection, after);
      return true;
    });
  }

  @Override
  public Optional<ProvenClaim> claim(OperatorId operator) throws IOException {
    Optional<Row> found = database.read("read the claim of " + operator, connection -> {
      // one statement, so that proof and root are of the same epoch
      try (PreparedStatement query =
          connection.prepareStatement("SELECT epoch, root, cumulative, proof FROM claim,"
              + " (SELECT epoch, root FROM settled_epoch ORDER BY epoch DESC LIMIT 1) AS newest"
              + " WHERE operator = ?")) {
        query.setString(1, operator.text());
        try (ResultSet row = query.executeQuery()) {
          return row.next()
              ? Optional.of(new Row(epoch(row), row.getBigDecimal(3), row.getBytes(4)))
              : Optional.empty();
        }
      }
    });
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Row row = found.get();
    try {
      TokenAmount cumulative = TokenAmount.parse(row.cumulative().toPlainString());
      return Optional.of(new ProvenClaim(
          row.newest(), new Claim(operator, cumulative, Bytes32.split(row.proof()))));
    } catch (EncodingException e) {
      throw new IOException("the ledger's claim of " + operator + " is damaged", e);
    }
  }

  private static void insertEpoch(Connection connection, Entry entry) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO settled_epoch SELECT ?, ?, ?, ?"
            + " WHERE ? = (SELECT coalesce(max(epoch), -1) + 1 FROM settled_epoch)")) {
      insert.setLong(1, entry.index());
      insert.setString(2, entry.policyId());
      insert.setBytes(3, entry.distribution().root().bytes());
      insert.setLong(4, entry.refusalsNotLogged());
      insert.setLong(5, entry.index());
      if (insert.executeUpdate() != 1) {
        throw new SQLException("it does not follow the newest epoch");
      }
    }
  }

  private static void replaceRoot(
      Connection connection, MerkleDistribution distribution, long newest) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(
        "UPDATE settled_epoch SET root = ? WHERE epoch = ? AND epoch = (SELECT max(epoch) FROM"
            + " settled_epoch)")) {
      update.setBytes(1, distribution.root().bytes());
      update.setLong(2, newest);
      if (update.executeUpdate() != 1) {
        throw new SQLException("the newest epoch is another one than " + newest);
      }
    }
  }

  private static void replaceClaims(Connection connection, MerkleDistribution distribution)
      throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement("DELETE FROM claim");
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO claim VALUES (?, ?, ?)")) {
      delete.executeUpdate();
      int waiting = 0;
      for (OperatorId operator : distribution.totals().keySet()) {
        Claim claim = distribution.claim(operator).orElseThrow();
        insert.setString(1, operator.text());
        insert.setBigDecimal(2, new BigDecimal(claim.cumulativeAmount().toString()));
        insert.setBytes(3, Bytes32.join(claim.proof()));
        insert.addBatch();
        if (++waiting % BATCH == 0) {
          var unused = insert.executeBatch();
        }
      }
      var unused = insert.executeBatch();
    }
  }

  private static void replaceState(Connection connection, SettlementState state)
      throws SQLException {
    try (PreparedStatement replace = connection.prepareStatement(
        "INSERT INTO settlement_state (json) VALUES (?) ON CONFLICT (one) DO UPDATE SET json ="
            + " excluded.json")) {
      replace.setBytes(1, state.toJson());
      replace.executeUpdate();
    }
  }

  private static SettledEpoch epoch(ResultSet row) throws SQLException {
    return new SettledEpoch(row.getLong(1), Bytes32.of(row.getBytes(2)));
  }
}
