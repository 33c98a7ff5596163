package org.depinsdk.epoch;

import java.util.StringJoiner;

/** A statement as lines of text. */
final class StatementText {
  private StatementText() {}

  static String of(Statement statement, int reports) {
    StringBuilder out = new StringBuilder();
    line(out, "Statement of " + statement.subject());
    line(
        out,
        "  network " + statement.network() + ", epoch " + statement.epoch() + ", root "
            + statement.root());
    line(out, "");
    if (statement.lines().isEmpty()) {
      line(out, "  nothing was paid in this epoch");
    }
    for (Statement.Line paid : statement.lines()) {
      line(out, "  " + paid.amount() + "  from pool " + paid.pool() + " of " + paid.poolAmount());
      if (!paid.device().isEmpty()) {
        line(
            out,
            "      " + paid.units() + " units of " + paid.kind() + ", share " + paid.weight() + "/"
                + paid.totalWeight() + ", device " + paid.device());
      }
      line(out, "      paid to " + paid.operator());
    }
    line(out, "  total " + statement.total() + " base units");
    for (Statement.DeviceAccount device : statement.devices()) {
      line(out, "");
      device(out, device, reports);
    }
    return out.toString();
  }

  private static void device(StringBuilder out, Statement.DeviceAccount account, int reports) {
    line(out, "  " + account.device());
    for (Statement.Ownership owner : account.ownership()) {
      line(
          out,
          "    " + owner.status() + ", owned by " + owner.operator() + " from " + owner.from()
              + " to " + owner.to());
    }
    for (Statement.Judgement judgement : account.judgements()) {
      line(
          out,
          "    verdict " + judgement.kind() + ": " + judgement.units() + " " + judgement.unit()
              + "(s)");
      for (Statement.Fact fact : judgement.findings()) {
        StringJoiner facts = new StringJoiner(", ", " (", ")").setEmptyValue("");
        fact.facts().forEach((name, value) -> facts.add(name + " " + value));
        line(out, "      " + fact.severity() + " " + fact.code() + facts);
        fact.reports().stream().limit(reports).forEach(id -> line(out, "        report " + id));
      }
    }
    account.refused().forEach((reason, count) -> line(out, "    " + count + " refused: " + reason));
    account
        .unjudged()
        .forEach((reason, count) -> line(out, "    " + count + " not judged: " + reason));
    line(
        out,
        "    " + account.accepted().size() + " reports admitted"
            + (account.accepted().size() > reports ? ", the first " + reports + " are" : ""));
    account.accepted().stream().limit(reports).forEach(id -> line(out, "      report " + id));
  }

  private static void line(StringBuilder out, String text) {
    out.append(text).append('\n');
  }
}
