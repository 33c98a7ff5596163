package org.depinsdk.service.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The database as one process uses it: reads at any time, and transactions that write while it leads. */
final class Database implements Closeable {
  /** PostgreSQL's code for a lock that was not had in time. */
  static final String LOCK_NOT_AVAILABLE = "55P03";

  private static final int CONNECTIONS = 8;
  private static final Duration SILENT_NETWORK = Duration.ofSeconds(60);

  private final HikariDataSource connections;
  private final HikariDataSource renewals;
  private final Leadership leadership;
  private final Duration lease;

  /** Something that is done on a connection. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /** What a process does between two attempts to lead. */
  @FunctionalInterface
  interface Waiting {
    void waitAfter(AnotherLeadsException reason) throws IOException, InterruptedException;
  }

  /** Something that is changed in a transaction. */
  @FunctionalInterface
  interface Change {
    void run(Connection connection) throws SQLException;
  }

  private Database(
      HikariDataSource connections,
      HikariDataSource renewals,
      Leadership leadership,
      Duration lease) {
    this.connections = connections;
    this.renewals = renewals;
    this.leadership = leadership;
    this.lease = lease;
  }

  /**
   * Connects, brings the tables up to date, and waits until this process leads.
   *
   * @param waiting told again and again that another process leads
   * @throws IOException if the database fails, or is that of another network
   */
  static Database lead(PostgresSettings settings, String network, Waiting waiting)
      throws IOException, InterruptedException {
    HikariDataSource connections = pool(settings, "storage", CONNECTIONS, SILENT_NETWORK);
    HikariDataSource renewals = pool(settings, "lease", 1, settings.lease());
    try {
      migrate(connections);
      belongTo(connections, network);
      return new Database(
          connections, renewals, leadership(renewals, settings, waiting), settings.lease());
    } catch (IOException | InterruptedException | RuntimeException e) {
      connections.close();
      renewals.close();
      throw e;
    }
  }

  private static Leadership leadership(
      DataSource renewals, PostgresSettings settings, Waiting waiting)
      throws IOException, InterruptedException {
    while (true) {
      try {
        return Leadership.take(renewals, settings.address(), settings.lease());
      } catch (AnotherLeadsException e) {
        waiting.waitAfter(e);
      }
    }
  }

  /** A session that is silent within a transaction is ended by the server, so that a stopped process does not keep its locks. */
  private static HikariDataSource pool(
      PostgresSettings settings, String name, int size, Duration silence) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(settings.url());
    settings.user().ifPresent(config::setUsername);
    settings.password().ifPresent(config::setPassword);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(settings.lease().toMillis());
    // nothing is connected before the first use, which says what is wrong
    config.setInitializationFailTimeout(-1);
    config.setConnectionInitSql("SET idle_in_transaction_session_timeout = "
        + settings.lease().toMillis() / 2 + "; SET lock_timeout = "
        + settings.lease().toMillis()
        // what is answered is on the disk, whatever the server's default is
        + "; SELECT set_config('synchronous_commit', 'on', false)"
        + " WHERE current_setting('synchronous_commit') = 'off'");
    config.addDataSourceProperty("ApplicationName", "depin-network " + name);
    config.addDataSourceProperty(
        "connectTimeout", "" + Math.max(1, settings.lease().toSeconds()));
    config.addDataSourceProperty("socketTimeout", "" + Math.max(1, silence.toSeconds()));
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    return new HikariDataSource(config);
  }

  private static void migrate(DataSource connections) throws IOException {
    try {
      Flyway.configure()
          .dataSource(connections)
          .locations("classpath:org/depinsdk/service/postgres/migrations")
          .table("depin_schema_history")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new IOException("the database's tables cannot be made: " + e.getMessage(), e);
    }
  }

  private static void belongTo(DataSource connections, String network) throws IOException {
    try (Connection connection = connections.getConnection()) {
      try (PreparedStatement insert = connection.prepareStatement(
          "INSERT INTO network (name) VALUES (?) ON CONFLICT DO NOTHING")) {
        insert.setString(1, network);
        insert.executeUpdate();
      }
      try (PreparedStatement query = connection.prepareStatement("SELECT name FROM network");
          var row = query.executeQuery()) {
        row.next();
        if (!row.getString(1).equals(network)) {
          throw new IOException("the database belongs to network " + row.getString(1) + ", not "
              + network + "; choose another --database or another currentSchema");
        }
      }
    } catch (SQLException e) {
      throw failed("read the network's name", e);
    }
  }

  /** Reads. One statement sees one state of the database. */
  <T> T read(String what, Work<T> work) throws IOException {
    try (Connection connection = connections.getConnection()) {
      return work.run(connection);
    } catch (SQLException e) {
      throw failed(what, e);
    }
  }

  /**
   * Changes something, wholly or not at all, while this process leads.
   *
   * @throws AnotherLeadsException if it does not lead any more; nothing has changed then
   * @throws IOException if it failed; where the connection was lost, everything may have changed
   */
  <T> T write(String what, Work<T> work) throws IOException {
    try {
      return transaction(work);
    } catch (SQLException e) {
      throw failed(what, e);
    }
  }

  /** As {@link #write}, and again for the time of a lease while connections are lost: the change must find out what it did before. */
  void writeOnce(String what, Change change) throws IOException {
    long end = System.nanoTime() + lease.toNanos();
    while (true) {
      try {
        transaction(connection -> {
          change.run(connection);
          return true;
        });
        return;
      } catch (SQLException e) {
        if (!isLostConnection(e) || System.nanoTime() > end) {
          throw failed(what, e);
        }
      }
    }
  }

  /** The pool rolls back what was not committed. */
  private <T> T transaction(Work<T> work) throws SQLException, IOException {
    try (Connection connection = connections.getConnection()) {
      connection.setAutoCommit(false);
      leadership.check(connection);
      T result = work.run(connection);
      connection.commit();
      return result;
    }
  }

  /** Class 08 is a connection exception, class 57 an administrator's command or a server that starts. */
  private static boolean isLostConnection(SQLException e) {
    String state = e.getSQLState();
    return e instanceof SQLTransientConnectionException
        || (state != null && (state.startsWith("08") || state.startsWith("57P")));
  }

  static IOException failed(String what, SQLException cause) {
    return new IOException("PostgreSQL could not " + what + ": " + cause.getMessage(), cause);
  }

  /** Names who is notified when another process leads. */
  void onLoss(Consumer<IOException> listener) {
    leadership.onLoss(listener);
  }

  @Override
  public void close() {
    connections.close();
    leadership.close();
    renewals.close();
  }
}
