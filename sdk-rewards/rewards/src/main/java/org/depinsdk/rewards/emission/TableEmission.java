package org.depinsdk.rewards.emission;

import java.time.Instant;
import java.util.List;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.document.Form;
import org.depinsdk.rewards.document.Forms;
import org.depinsdk.rewards.document.ValueForms;

/**
 * Mints what a table of dates says: the last row that does not start after the epoch's start or its end, and nothing before
 * the first. Helium's schedules (HIP-20 and HIP-138) are read at the end: {@code helium-sub-daos}
 * calculate_utility_score_v0.rs calls {@code get_emissions_at(end_of_epoch_ts)}, the last entry of state.rs whose start is
 * not after it.
 *
 * @param rows at least one, in ascending order of their starts; copied
 * @param readAt which instant of an epoch is looked up
 */
public record TableEmission(List<Row> rows, ReadAt readAt) implements Stateless {
  /** Most rows of a table. */
  public static final int MAX_ROWS = 10_000;

  /** Its form in policy files. */
  public static final EmissionType<TableEmission> TYPE = EmissionType.of(
      "table",
      TableEmission.class,
      "By date: the last row that does not start after the epoch's start or end (Helium).",
      (fields, forms) -> {
        Form<Row> row = Forms.object(
            "",
            columns -> new Row(
                columns.get("start", ValueForms.INSTANT, Row::start),
                columns.get("perEpoch", forms.amount(), Row::perEpoch)));
        return new TableEmission(
            fields.get("rows", Forms.list(row, 1, MAX_ROWS), TableEmission::rows),
            fields.get("readAt", Forms.oneOf(ReadAt.values()), TableEmission::readAt));
      });

  /** Copies, and checks the order. */
  public TableEmission {
    rows = List.copyOf(rows);
    if (rows.isEmpty() || rows.size() > MAX_ROWS) {
      throw new IllegalArgumentException(
          "a table has 1 to " + MAX_ROWS + " rows, not " + rows.size());
    }
    for (int i = 1; i < rows.size(); i++) {
      if (!rows.get(i - 1).start().isBefore(rows.get(i).start())) {
        throw new IllegalArgumentException("row " + i + " starts at "
            + rows.get(i).start() + ", which is not after " + rows.get(i - 1).start());
      }
    }
  }

  /**
   * A row of the table.
   *
   * @param start the first instant for which it holds
   * @param perEpoch base units of each epoch from then on
   */
  public record Row(Instant start, TokenAmount perEpoch) {}

  @Override
  public TokenAmount minted(EpochFacts facts) {
    Instant now = readAt.of(facts.epoch());
    TokenAmount minted = TokenAmount.ZERO;
    for (Row row : rows) {
      if (row.start().isAfter(now)) {
        break;
      }
      minted = row.perEpoch();
    }
    return minted;
  }
}
