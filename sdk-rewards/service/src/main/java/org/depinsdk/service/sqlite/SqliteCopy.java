package org.depinsdk.service.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Copies of SQLite files that are in use. */
public final class SqliteCopy {
  private SqliteCopy() {}

  /**
   * Copies a database as it is now, whoever uses it meanwhile.
   *
   * @param file the database
   * @param target the copy, which does not exist
   * @throws IOException if it could not be copied
   */
  public static void copy(Path file, Path target) throws IOException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
      copy.setString(1, target.toString());
      copy.execute();
    } catch (SQLException e) {
      throw Sqlite.failed("copy " + file + " to " + target, e);
    }
  }
}
