package org.depinsdk.tool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.depinsdk.epoch.Statement;
import org.depinsdk.kit.DeviceNames;
import org.depinsdk.kit.Table;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;

/** What an operator or a device was paid and why, over epochs, on one screen. */
final class EarningsSummary {
  private static final int MOST_ROWS = 12;

  private final List<Statement> statements;
  private final DeviceNames names;
  private final Token token;

  private record Source(String device, String pool, String kind) {}

  /** What lowered an account: how often, and in which epochs. */
  private record Lowered(long times, SortedSet<Long> epochs) {
    static Lowered once(long times, long epoch) {
      return new Lowered(times, new TreeSet<>(List.of(epoch)));
    }

    Lowered plus(Lowered other) {
      SortedSet<Long> both = new TreeSet<>(epochs);
      both.addAll(other.epochs);
      return new Lowered(times + other.times, both);
    }
  }

  /** Statements of one subject, one for each epoch, in order; at least one. */
  EarningsSummary(List<Statement> statements, DeviceNames names) {
    this.statements = List.copyOf(statements);
    this.names = names;
    this.token = statements.get(0).token();
  }

  @Override
  public String toString() {
    TokenAmount total =
        statements.stream().map(Statement::total).reduce(TokenAmount.ZERO, TokenAmount::plus);
    Statement first = statements.get(0);
    String name = names.of(first.subject());
    String who = name.equals(first.subject()) ? name : name + " (" + first.subject() + ")";
    String when = epochs(
        statements.stream().map(Statement::epoch).collect(Collectors.toCollection(TreeSet::new)));
    return who + "\nwas paid " + token.format(total) + " " + token.symbol() + " by "
        + first.network() + " in " + when + ".\n\n"
        + tables(MOST_ROWS).stream().map(Table::toString).collect(Collectors.joining());
  }

  /** The tables, each with so many rows at most. */
  List<Table> tables(int most) {
    return List.of(sources(most), byEpoch(most), lowered(most));
  }

  private Table sources(int most) {
    Map<Source, TokenAmount> amounts = new TreeMap<>(Comparator.comparing(Source::device)
        .thenComparing(Source::pool)
        .thenComparing(Source::kind));
    for (Statement statement : statements) {
      for (Statement.Line line : statement.lines()) {
        amounts.merge(
            new Source(line.device(), line.pool(), line.kind()), line.amount(), TokenAmount::plus);
      }
    }
    Table table = new Table("For what")
        .columns(Table.Kind.ID, "device")
        .columns(Table.Kind.TEXT, "pool", "proof")
        .columns(Table.Kind.NUMBER, token.symbol());
    List<Map.Entry<Source, TokenAmount>> largest = amounts.entrySet().stream()
        .sorted(Map.Entry.<Source, TokenAmount>comparingByValue().reversed())
        .toList();
    largest.stream()
        .limit(most)
        .forEach(entry -> table.row(
            entry.getKey().device().isEmpty() ? "-" : names.of(entry.getKey().device()),
            entry.getKey().pool(),
            entry.getKey().kind().isEmpty() ? "a fixed account" : entry.getKey().kind(),
            token.formatFull(entry.getValue())));
    return more(table, largest.size(), most);
  }

  private Table byEpoch(int most) {
    Table table = new Table("Epochs")
        .columns(Table.Kind.NUMBER, "epoch", "reports", "refused", token.symbol());
    statements.stream()
        .skip(Math.max(0, statements.size() - most))
        .forEach(statement -> table.row(
            Long.toString(statement.epoch()),
            Long.toString(sum(statement, account -> (long) account.accepted().size())),
            Long.toString(sum(
                statement,
                account -> account.refused().values().stream().mapToLong(n -> n).sum())),
            token.formatFull(statement.total())));
    return statements.size() > most
        ? table.note("The last " + most + " of " + statements.size() + ".")
        : table;
  }

  private static long sum(
      Statement statement, java.util.function.ToLongFunction<Statement.DeviceAccount> count) {
    return statement.devices().stream().mapToLong(count).sum();
  }

  private Table lowered(int most) {
    Map<List<String>, Lowered> reasons =
        new TreeMap<>(Comparator.<List<String>, String>comparing(key -> key.get(0))
            .thenComparing(key -> key.get(1)));
    for (Statement statement : statements) {
      for (Statement.DeviceAccount account : statement.devices()) {
        String device = names.of(account.device().text());
        account
            .refused()
            .forEach((reason, times) -> reasons.merge(
                List.of(device, "refused: " + reason),
                Lowered.once(times, statement.epoch()),
                Lowered::plus));
        account
            .unjudged()
            .forEach((reason, times) -> reasons.merge(
                List.of(device, "not judged: " + reason),
                Lowered.once(times, statement.epoch()),
                Lowered::plus));
        for (Verdict verdict : account.verdicts()) {
          for (Finding finding : verdict.findings()) {
            if (finding.severity() != Severity.INFO) {
              reasons.merge(
                  List.of(device, verdict.kind() + ": " + finding.code()),
                  Lowered.once(1, statement.epoch()),
                  Lowered::plus);
            }
          }
        }
      }
    }
    Table table = new Table("What lowered it")
        .columns(Table.Kind.ID, "device")
        .columns(Table.Kind.TEXT, "what")
        .columns(Table.Kind.NUMBER, "times")
        .columns(Table.Kind.TEXT, "when");
    List<Map.Entry<List<String>, Lowered>> all = new ArrayList<>(reasons.entrySet());
    all.stream()
        .limit(most)
        .forEach(entry -> table.row(
            entry.getKey().get(0),
            entry.getKey().get(1),
            Long.toString(entry.getValue().times()),
            epochs(entry.getValue().epochs())));
    return more(table, all.size(), most);
  }

  private static Table more(Table table, int all, int most) {
    return all > most ? table.note(most + " of " + all + "; --details shows all.") : table;
  }

  private static String epochs(SortedSet<Long> epochs) {
    if (epochs.size() == 1) {
      return "epoch " + epochs.first();
    }
    boolean whole = epochs.last() - epochs.first() == epochs.size() - 1;
    return "epochs "
        + (whole
            ? epochs.first() + " to " + epochs.last()
            : epochs.stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }
}
