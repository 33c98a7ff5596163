package org.depinsdk.service.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/** Opens SQLite files in the one way that this service uses them. */
final class Sqlite {
  private Sqlite() {}

  /**
   * Opens a file in WAL mode; a commit returns when it is on the disk.
   *
   * @param file the database, made where absent
   * @param schema statements that make the tables where absent
   */
  static Connection open(Path file, String... schema) throws IOException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(5000);
    try {
      Connection connection = config.createConnection("jdbc:sqlite:" + file);
      try (Statement statement = connection.createStatement()) {
        for (String table : schema) {
          statement.executeUpdate(table);
        }
        return connection;
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw failed("open " + file, e);
    }
  }

  /** Something that a transaction does. */
  @FunctionalInterface
  interface Work {
    void run() throws SQLException;
  }

  /** Runs work whose changes are all committed, or none if it fails. */
  static void inTransaction(Connection connection, Work work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      work.run();
      connection.commit();
    } finally {
      // after a commit there is nothing left to roll back
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  static IOException failed(String what, SQLException cause) {
    return new IOException("SQLite could not " + what + ": " + cause.getMessage(), cause);
  }
}
