package org.depinsdk.rewards.emission;

import java.time.Instant;
import java.util.List;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.document.Form;
import org.depinsdk.rewards.document.Forms;
import org.depinsdk.rewards.document.ValueForms;

/**
 * Mints what a table of dates says: the last row that does not start after the epoch's start, and nothing before the
 * first. So do Helium's schedules (HIP-20 and HIP-138; {@code helium-sub-daos} looks up the last entry whose start is not
 * after now).
 *
 * @param rows at least one, in ascending order of their starts; copied
 */
public record TableEmission(List<Row> rows) implements Stateless {
  /** Most rows of a table. */
  public static final int MAX_ROWS = 10_000;

  /** Its form in policy files. */
  public static final EmissionType<TableEmission> TYPE = EmissionType.of(
      "table",
      TableEmission.class,
      "By date: the last row that does not start after the epoch (Helium).",
      (fields, forms) -> {
        Form<Row> row = Forms.object(
            "",
            columns -> new Row(
                columns.get("start", ValueForms.INSTANT, Row::start),
                columns.get("perEpoch", forms.amount(), Row::perEpoch)));
        return new TableEmission(
            fields.get("rows", Forms.list(row, 1, MAX_ROWS), TableEmission::rows));
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
    Instant now = facts.epoch().start();
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
