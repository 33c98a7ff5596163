package org.depinsdk.kit;

import com.google.common.collect.TreeBasedTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.epoch.EpochInput;
import org.depinsdk.epoch.EpochOutcome;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.allocation.AllocationLine;

/** What the epochs of a run paid, by pool, operator and device. */
public final class RunTotals {
  /** One epoch. What was not paid is carried on, or stays unallocated. */
  public record EpochLine(
      long epoch,
      String root,
      long accepted,
      long refused,
      TokenAmount minted,
      TokenAmount paid,
      TokenAmount left) {}

  private final Token token;
  private final OperatorId treasury;
  private final List<EpochLine> epochs = new ArrayList<>();
  private final Set<String> pools = new LinkedHashSet<>();
  private final TreeBasedTable<OperatorId, String, TokenAmount> operators = TreeBasedTable.create();
  private final TreeBasedTable<DeviceId, String, TokenAmount> devices = TreeBasedTable.create();

  public RunTotals(Token token, OperatorId treasury) {
    this.token = token;
    this.treasury = treasury;
  }

  /** Adds an epoch, the one after those that were added before. */
  public void add(EpochInput input, EpochOutcome outcome) throws IOException {
    long[] reports = new long[2];
    input.evidence().forEach(logged -> reports[logged.getRefusal().isEmpty() ? 0 : 1]++);
    outcome.allocation().lines().forEach(this::add);
    epochs.add(new EpochLine(
        input.epoch().index(),
        outcome.distribution().root().toString(),
        reports[0],
        reports[1],
        outcome.allocation().minted(),
        outcome.allocation().paid(),
        outcome.allocation().unallocated()));
  }

  private void add(AllocationLine line) {
    pools.add(line.pool());
    add(operators, line.operator(), line);
    line.device().ifPresent(device -> add(devices, device, line));
  }

  private static <K> void add(
      TreeBasedTable<K, String, TokenAmount> sums, K key, AllocationLine line) {
    sums.row(key).merge(line.pool(), line.amount(), TokenAmount::plus);
  }

  public List<EpochLine> epochs() {
    return List.copyOf(epochs);
  }

  /** The root after the last epoch. */
  public String root() {
    return epochs.get(epochs.size() - 1).root();
  }

  public TokenAmount minted() {
    return sum(epochs.stream().map(EpochLine::minted));
  }

  public TokenAmount paid() {
    return sum(operators.values());
  }

  public TokenAmount paid(String pool) {
    return sum(operators.column(pool).values());
  }

  public TokenAmount earned(DeviceId device) {
    return sum(devices.row(device).values());
  }

  public TokenAmount earned(DeviceId device, String pool) {
    return devices.row(device).getOrDefault(pool, TokenAmount.ZERO);
  }

  public Table epochTable() {
    Table table = new Table("Epochs")
        .columns(Table.Kind.NUMBER, "epoch", "accepted", "refused", "minted", "paid", "unpaid")
        .columns(Table.Kind.ID, "root");
    for (EpochLine line : epochs) {
      table.row(
          Long.toString(line.epoch()),
          Long.toString(line.accepted()),
          Long.toString(line.refused()),
          token.formatFull(line.minted()),
          token.formatFull(line.paid()),
          token.formatFull(line.left()),
          line.root());
    }
    return table;
  }

  /** What each operator was paid by each pool. The treasury is not among them. */
  public Table rewardTable() {
    List<String> shown =
        pools.stream().filter(pool -> !operators.contains(treasury, pool)).toList();
    TokenAmount toTreasury = sum(operators.row(treasury).values());
    Table table = new Table("Rewards in " + token.symbol())
        .note("operators " + token.formatFull(paid().minus(toTreasury)) + " + treasury "
            + token.formatFull(toTreasury) + " + unpaid "
            + token.formatFull(minted().minus(paid()))
            + " = minted " + token.formatFull(minted()))
        .columns(Table.Kind.ID, "operator")
        .columns(Table.Kind.NUMBER, shown.toArray(String[]::new))
        .columns(Table.Kind.NUMBER, "sum");
    for (OperatorId operator : operators.rowKeySet()) {
      if (!operator.equals(treasury)) {
        table.row(row(operator.text(), shown, operators.row(operator)), Map.of());
      }
    }
    Map<String, TokenAmount> all = new java.util.TreeMap<>();
    shown.forEach(pool -> all.put(pool, paid(pool)));
    return table.row(row("all", shown, all), Map.of("class", "sum"));
  }

  private List<String> row(String name, List<String> shown, Map<String, TokenAmount> amounts) {
    List<String> row = new ArrayList<>(List.of(name));
    shown.forEach(pool -> row.add(token.formatFull(amounts.getOrDefault(pool, TokenAmount.ZERO))));
    row.add(token.formatFull(sum(amounts.values())));
    return row;
  }

  private static TokenAmount sum(Collection<TokenAmount> amounts) {
    return sum(amounts.stream());
  }

  private static TokenAmount sum(Stream<TokenAmount> amounts) {
    return amounts.reduce(TokenAmount.ZERO, TokenAmount::plus);
  }
}
