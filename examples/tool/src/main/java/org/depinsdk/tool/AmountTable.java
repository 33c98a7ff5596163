package org.depinsdk.tool;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;

/** Lines of a name and amounts, with the points of a column below each other. */
final class AmountTable {
  private final Token token;
  private final List<String[]> rows = new ArrayList<>();

  AmountTable(Token token, String... heads) {
    this.token = token;
    rows.add(heads);
  }

  void row(String... cells) {
    rows.add(cells);
  }

  String amount(TokenAmount amount) {
    return token.formatFull(amount);
  }

  String change(BigInteger change) {
    String sign = change.signum() > 0 ? "+" : change.signum() < 0 ? "-" : "";
    return sign + token.formatFull(TokenAmount.of(change.abs()));
  }

  @Override
  public String toString() {
    int columns = rows.stream().mapToInt(r -> r.length).max().orElse(0);
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder("  ");
      for (int i = 0; i < row.length; i++) {
        String space = " ".repeat(widths[i] - row[i].length());
        line.append(i == 0 ? row[i] + space : "  " + space + row[i]);
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }
}
