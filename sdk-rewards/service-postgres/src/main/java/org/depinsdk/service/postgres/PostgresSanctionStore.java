package org.depinsdk.service.postgres;

import java.io.IOException;
import java.util.List;
import org.depinsdk.epoch.SanctionJson;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.service.store.SanctionStore;

/** Steps of sanctions as rows: an index, and the line that is in a bundle's {@code sanctions.jsonl}. */
final class PostgresSanctionStore implements SanctionStore {
  private final PostgresLines lines;

  PostgresSanctionStore(Database database) {
    this.lines = new PostgresLines(database, "sanction_step", "the sanctions");
  }

  @Override
  public void append(long index, SanctionEvent step) throws IOException {
    lines.append(index, List.of(SanctionJson.format(step)));
  }

  @Override
  public List<SanctionEvent> load() throws IOException {
    return lines.load(SanctionJson::parse);
  }
}
