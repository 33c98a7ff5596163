package org.depinsdk.epoch;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.depinsdk.core.clone.CloneFinding;
import org.depinsdk.core.clone.InstanceObservation;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;
import org.depinsdk.rewards.TokenAmount;

/** A statement as lines of text. */
final class StatementText {
  private static final Pattern SCALED = Pattern.compile("(.+)-e(\\d)");

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
      line(
          out,
          "  " + amount(statement, paid.amount()) + "  from pool " + paid.pool() + " of "
              + amount(statement, paid.poolAmount()));
      if (!paid.device().isEmpty()) {
        line(
            out,
            "      " + paid.units() + " units of " + paid.kind() + ", weight " + paid.weight() + "/"
                + paid.totalWeight() + ", device " + paid.device() + ", share " + paid.share());
      }
      line(out, "      paid to " + paid.operator());
    }
    line(out, "  total " + amount(statement, statement.total()));
    for (Statement.DeviceAccount device : statement.devices()) {
      line(out, "");
      device(out, device, reports);
    }
    return out.toString();
  }

  private static String amount(Statement statement, TokenAmount amount) {
    return statement.token().formatFull(amount) + " " + statement.token().symbol();
  }

  private static void device(StringBuilder out, Statement.DeviceAccount account, int reports) {
    line(out, "  " + account.device());
    for (Statement.Ownership owner : account.ownership()) {
      line(
          out,
          "    " + owner.status() + ", owned by " + owner.operator() + " from " + owner.from()
              + " to " + owner.to());
    }
    for (CloneFinding clone : account.clones()) {
      line(out, "    two machines: " + clone.reason());
      seen(out, clone.first());
      seen(out, clone.second());
    }
    for (Contribution contribution : account.contributions()) {
      line(
          out,
          "    contributed " + contribution.units() + " of " + contribution.kind()
              + owners(contribution.owners()));
    }
    for (Verdict verdict : account.verdicts()) {
      line(
          out,
          "    verdict " + verdict.kind() + ": "
              + quantity(verdict.score().units(), verdict.score().type().unit()));
      for (Finding finding : verdict.findings()) {
        StringJoiner facts = new StringJoiner(", ", " (", ")").setEmptyValue("");
        finding.facts().forEach((name, value) -> facts.add(name + " " + value));
        line(
            out,
            "      " + finding.severity().name().toLowerCase(Locale.ROOT) + " " + finding.code()
                + facts);
        finding.evidence().stream().limit(reports).forEach(id -> line(out, "        report " + id));
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
    history(out, account.history());
  }

  /** A number with its unit; of {@code point-e6}, millionths of a point, in points. */
  private static String quantity(long units, String unit) {
    Matcher scaled = SCALED.matcher(unit);
    BigDecimal number = scaled.matches()
        ? BigDecimal.valueOf(units, Integer.parseInt(scaled.group(2)))
        : BigDecimal.valueOf(units);
    String name = scaled.matches() ? scaled.group(1) : unit;
    boolean plural = number.compareTo(BigDecimal.ONE) != 0 && !name.contains("/");
    return number.stripTrailingZeros().toPlainString() + " " + name + (plural ? "s" : "");
  }

  private static String owners(Owners owners) {
    if (owners.isSole()) {
      return "";
    }
    StringJoiner shares = new StringJoiner(", ", ", shared by ", "");
    owners
        .shares()
        .forEach(share ->
            shares.add(share.operator() + " " + share.weight() + "/" + owners.totalWeight()));
    return shares.toString();
  }

  private static void seen(StringBuilder out, InstanceObservation seen) {
    line(
        out,
        "      " + boot(seen.boot()) + " with number " + seen.counter() + " at "
            + seen.deviceTime());
    line(out, "        report " + seen.report());
  }

  private static String boot(String boot) {
    return boot.isEmpty() ? "a machine that names no boot" : "boot " + boot;
  }

  private static void history(StringBuilder out, DeviceHistory history) {
    line(
        out,
        "    since "
            + (history.since().equals(Instant.MIN)
                ? "its enrolment"
                : history.since().toString()));
    history
        .origin()
        .ifPresent(origin -> line(
            out,
            "      made by " + origin.manufacturer() + ", serial " + origin.serial() + ", batch "
                + origin.batch()));
    for (DeviceHistory.Owner owner : history.owners()) {
      line(
          out,
          "      owner " + owner.operator() + period(owner.from(), owner.until()) + ", by "
              + owner.by());
    }
    for (DeviceHistory.Key key : history.keys()) {
      line(
          out,
          "      " + (key.session() ? "session key " : "key ") + key.key().didKey()
              + period(key.from(), key.until()) + ", by " + key.by());
    }
    for (DeviceHistory.Clone clone : history.clones()) {
      line(
          out,
          "      two machines recorded at " + clone.at() + ": " + clone.reason() + ", "
              + boot(clone.first().boot()) + " and " + boot(clone.second().boot()));
    }
    for (DeviceHistory.Stop stop : history.stops()) {
      line(
          out,
          "      " + stop.what() + " at " + stop.at() + " by " + stop.by() + ": " + stop.reason());
    }
  }

  private static String period(Instant from, Optional<Instant> until) {
    return " from " + from + until.map(to -> " to " + to).orElse("");
  }

  /** Names and reasons come from strangers. */
  private static void line(StringBuilder out, String text) {
    out.append(EncodingException.printable(text)).append('\n');
  }
}
