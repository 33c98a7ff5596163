package org.depinsdk.service.postgres;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One process's time as the leader. Each leader has a higher epoch than the one before. A lease, by the database's clock, only says
 * when another process may lead. That this one still leads is read in each transaction that writes, which holds a share of the row,
 * so that nobody else leads before it has ended.
 */
final class Leadership implements Closeable {
  private static final Logger LOG = System.getLogger(Leadership.class.getName());

  // how often a lease is renewed before it ends
  private static final int RENEWALS = 4;

  private final DataSource renewals;
  private final long epoch;
  private final Duration lease;
  private final ScheduledExecutorService renewing =
      Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "lease");
        thread.setDaemon(true);
        return thread;
      });
  private Consumer<IOException> listener = loss -> {};
  private @Nullable IOException loss;

  private Leadership(DataSource renewals, long epoch, Duration lease) {
    this.renewals = renewals;
    this.epoch = epoch;
    this.lease = lease;
  }

  /**
   * Tries to lead.
   *
   * @param renewals connections for the lease alone, so that it does not wait for others
   * @throws AnotherLeadsException if another process leads, or a transaction of the leader before has not ended
   * @throws IOException if the database fails
   */
  static Leadership take(DataSource renewals, String address, Duration lease) throws IOException {
    try (Connection connection = renewals.getConnection()) {
      connection.setAutoCommit(false);
      if (!isFree(connection)) {
        throw new AnotherLeadsException(leader(connection));
      }
      Leadership leadership = new Leadership(renewals, begin(connection, address), lease);
      leadership.extend(
          connection,
          "UPDATE lease SET expires = clock_timestamp() + ? * interval '1 ms', epoch = ?");
      connection.commit();
      leadership.renewRegularly();
      return leadership;
    } catch (SQLException e) {
      if (Database.LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw new AnotherLeadsException("");
      }
      throw Database.failed("take the lease", e);
    }
  }

  /** Locks the row if the lease has ended. */
  private static boolean isFree(Connection connection) throws SQLException {
    try (Statement query = connection.createStatement();
        ResultSet row = query.executeQuery(
            "SELECT 1 FROM lease WHERE expires < clock_timestamp() FOR UPDATE")) {
      return row.next();
    }
  }

  private static String leader(Connection connection) throws SQLException {
    try (Statement query = connection.createStatement();
        ResultSet row = query.executeQuery("SELECT address FROM leadership")) {
      return row.next() ? row.getString(1) : "";
    }
  }

  /** Waits until the transactions of the leader before have ended. */
  private static long begin(Connection connection, String address) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(
        "UPDATE leadership SET epoch = epoch + 1, address = ? RETURNING epoch")) {
      update.setString(1, address);
      try (ResultSet row = update.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private boolean extend(Connection connection, String sql) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setLong(1, lease.toMillis());
      update.setLong(2, epoch);
      return update.executeUpdate() == 1;
    }
  }

  private void renewRegularly() {
    long millis = lease.toMillis() / RENEWALS;
    var unused =
        renewing.scheduleWithFixedDelay(this::renew, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void renew() {
    try (Connection connection = renewals.getConnection()) {
      if (!extend(
          connection,
          "UPDATE lease SET expires = clock_timestamp() + ? * interval '1 ms' WHERE epoch = ?")) {
        lose(new AnotherLeadsException(leader(connection)));
      }
    } catch (SQLException e) {
      // whether this process still leads, the next transaction finds out
      LOG.log(Level.WARNING, "the lease was not renewed: " + e.getMessage());
    }
  }

  /**
   * Makes a transaction one of this leader.
   *
   * @throws AnotherLeadsException if another process leads by now; the transaction must not be committed
   */
  void check(Connection connection) throws SQLException, AnotherLeadsException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT 1 FROM leadership WHERE epoch = ? FOR SHARE")) {
      query.setLong(1, epoch);
      try (ResultSet row = query.executeQuery()) {
        if (row.next()) {
          return;
        }
      }
    }
    AnotherLeadsException found = new AnotherLeadsException(leader(connection));
    lose(found);
    throw found;
  }

  /** Names who is notified when another process leads; at once if that is known. */
  synchronized void onLoss(Consumer<IOException> told) {
    listener = told;
    if (loss != null) {
      told.accept(loss);
    }
  }

  private synchronized void lose(IOException found) {
    if (loss == null) {
      loss = found;
      renewing.shutdown();
      listener.accept(found);
    }
  }

  /** Ends the lease, so that another process leads at once. */
  @Override
  public void close() {
    renewing.shutdownNow();
    try {
      release();
    } catch (SQLException lostConnection) {
      try {
        release();
      } catch (SQLException e) {
        // it ends by itself
        LOG.log(Level.WARNING, "the lease was not given back: " + e.getMessage());
      }
    }
  }

  private void release() throws SQLException {
    try (Connection connection = renewals.getConnection();
        PreparedStatement update =
            connection.prepareStatement("UPDATE lease SET expires = '-infinity' WHERE epoch = ?")) {
      update.setLong(1, epoch);
      update.executeUpdate();
    }
  }
}
