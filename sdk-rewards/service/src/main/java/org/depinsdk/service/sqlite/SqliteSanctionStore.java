package org.depinsdk.service.sqlite;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.depinsdk.epoch.SanctionJson;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.service.store.SanctionStore;

/** Steps of sanctions as rows of a table: an index, and the line that is in a bundle's {@code sanctions.jsonl}. */
public final class SqliteSanctionStore implements SanctionStore, Closeable {
  private final SqliteLines lines;

  private SqliteSanctionStore(SqliteLines lines) {
    this.lines = lines;
  }

  /**
   * Opens the store.
   *
   * @param file the database, made if absent
   * @return the store
   * @throws IOException if the file cannot be opened
   */
  public static SqliteSanctionStore open(Path file) throws IOException {
    return new SqliteSanctionStore(SqliteLines.open(file, "sanction_step", "the sanctions"));
  }

  @Override
  public void append(long index, SanctionEvent step) throws IOException {
    lines.append(index, List.of(SanctionJson.format(step)));
  }

  @Override
  public List<SanctionEvent> load() throws IOException {
    return lines.load(SanctionJson::parse);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
