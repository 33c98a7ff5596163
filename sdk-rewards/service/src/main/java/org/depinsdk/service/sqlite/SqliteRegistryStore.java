package org.depinsdk.service.sqlite;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.depinsdk.core.registry.RegistryJson;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.service.store.RegistryStore;

/** Registry records as rows of a table: an index, and the line that is in a bundle's {@code registry.jsonl}. */
public final class SqliteRegistryStore implements RegistryStore, Closeable {
  private final SqliteLines lines;

  private SqliteRegistryStore(SqliteLines lines) {
    this.lines = lines;
  }

  /**
   * Opens the store.
   *
   * @param file the database, made if absent
   * @return the store
   * @throws IOException if the file cannot be opened
   */
  public static SqliteRegistryStore open(Path file) throws IOException {
    return new SqliteRegistryStore(SqliteLines.open(file, "registry_record", "the registry"));
  }

  @Override
  public void append(List<RegistryRecord> records) throws IOException {
    for (int i = 1; i < records.size(); i++) {
      if (records.get(i).index() != records.get(0).index() + i) {
        throw new IOException("record " + records.get(i).index() + " does not follow record "
            + records.get(i - 1).index());
      }
    }
    lines.append(
        records.get(0).index(), records.stream().map(RegistryJson::format).toList());
  }

  @Override
  public List<RegistryRecord> load() throws IOException {
    return lines.load(RegistryJson::parse);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
