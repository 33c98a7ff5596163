package org.depinsdk.service.postgres;

import java.io.IOException;
import java.util.List;
import org.depinsdk.core.registry.RegistryJson;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.service.store.RegistryStore;

/** Registry records as rows: an index, and the line that is in a bundle's {@code registry.jsonl}. */
final class PostgresRegistryStore implements RegistryStore {
  private final PostgresLines lines;

  PostgresRegistryStore(Database database) {
    this.lines = new PostgresLines(database, "registry_record", "the registry");
  }

  @Override
  public void append(List<RegistryRecord> records) throws IOException {
    long first = records.get(0).index();
    for (int i = 1; i < records.size(); i++) {
      if (records.get(i).index() != first + i) {
        throw new IOException("record " + records.get(i).index() + " does not follow record "
            + records.get(i - 1).index());
      }
    }
    lines.append(first, records.stream().map(RegistryJson::format).toList());
  }

  @Override
  public List<RegistryRecord> load() throws IOException {
    return lines.load(RegistryJson::parse);
  }
}
