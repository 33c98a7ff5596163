package org.depinsdk.service.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/** An empty schema of a real server, which all tests of this process share and which ends with it. */
final class TestDatabase {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();
  private static EmbeddedPostgres server;

  private final String url;

  TestDatabase() {
    String schema = "network_" + SCHEMAS.incrementAndGet();
    EmbeddedPostgres started = server();
    execute("CREATE SCHEMA " + schema);
    url = started.getJdbcUrl("postgres", "postgres") + "&currentSchema=" + schema;
  }

  private static synchronized EmbeddedPostgres server() {
    if (server == null) {
      try {
        server = EmbeddedPostgres.builder().start();
      } catch (IOException | IllegalStateException e) {
        // the second where there is no server for this platform
        Assumptions.abort("PostgreSQL does not start here: " + e.getMessage());
      }
    }
    return server;
  }

  String url() {
    return url;
  }

  PostgresSettings settings(String address, Duration lease) {
    return new PostgresSettings(url, Optional.empty(), Optional.empty(), address, lease);
  }

  PostgresStorage open(String network) throws IOException {
    return PostgresStorage.open(settings("", PostgresSettings.DEFAULT_LEASE), network);
  }

  /** Something that happens in this schema, beside the processes that use it. */
  int update(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  /** One number that a query finds in this schema. */
  long count(String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void execute(String sql) {
    try (Connection connection = server().getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
