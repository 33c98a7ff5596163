package org.depinsdk.tool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.Difference;
import org.depinsdk.epoch.RecordedRun;
import org.depinsdk.epoch.WhatIf;
import org.depinsdk.kit.Table;
import org.depinsdk.kit.TableFormat;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.policy.RewardPolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tries a policy on epochs that are over. */
@Command(
    name = "what-if",
    description =
        "Divides past epochs again by another reward policy, from their recorded verdicts, and prints what "
            + "differs between the policies, and for each operator, device and pool what was paid, what would have "
            + "been paid, and the difference. Nothing is changed. Exit code 0; 2 if a bundle or the policy cannot be used.")
final class WhatIfCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "BUNDLE",
      converter = BundleArgument.Converter.class,
      description =
          "Bundles of epochs that follow each other, or folders or s3://bucket/prefix that hold them.")
  private List<BundleArgument> paths = List.of();

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "FILE",
      description = "A reward policy in YAML or JSON, or a network's policy.json.")
  private Path policyFile = Path.of("");

  @Option(
      names = "--mint",
      description =
          "Mint by the other policy too, from the recorded state of the emission, instead of dividing what was minted.")
  private boolean mint;

  @Mixin
  private TableFormat format = new TableFormat();

  @Override
  public Integer call() throws IOException, BundleException {
    RewardPolicy policy = PolicyFiles.read(policyFile);
    List<Path> bundles = new ArrayList<>();
    for (BundleArgument path : paths) {
      bundles.addAll(path.open().bundles());
    }
    WhatIf result;
    try {
      result = WhatIf.of(RecordedRun.read(bundles), policy, mint);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          policyFile + ": " + e.getMessage()
              + (mint ? "; without --mint it divides what was minted" : ""),
          e);
    }
    System.out.print(
        format.json() ? new String(result.toJson(), UTF_8) : format.format(tables(result)));
    return 0;
  }

  private static List<Table> tables(WhatIf result) {
    Token token = result.policy().token();
    List<Long> epochs = result.epochs();
    Table operators = new Table("By operator")
        .note("What if " + result.policy().id() + " had been in force in epochs " + epochs.get(0)
            + " to " + epochs.get(epochs.size() - 1) + " of " + result.network() + ", where "
            + result.recorded().id() + " was? In " + token.symbol() + ".")
        .columns(Table.Kind.ID, "operator")
        .columns(Table.Kind.NUMBER, "paid", "would be paid", "difference");
    result.operators().forEach((operator, d) -> add(operators, token, operator.text(), d));
    Table changes = new Table("What differs between the policies")
        .columns(Table.Kind.TEXT, "field", "was in force", "other policy");
    result.changes().forEach(change -> changes.row(change.path(), change.before(), change.after()));
    Table devices = new Table("By device")
        .columns(Table.Kind.ID, "device")
        .columns(Table.Kind.NUMBER, "paid", "would be paid", "difference");
    result.devices().forEach((device, d) -> add(devices, token, device.text(), d));
    Table pools = new Table("By pool")
        .columns(Table.Kind.TEXT, "pool")
        .columns(Table.Kind.NUMBER, "paid", "would be paid", "difference");
    result.pools().forEach((pool, d) -> add(pools, token, pool, d));
    Table sums = new Table("Sums")
        .note("minted + carried in = paid + unallocated + carried forward, in both columns")
        .columns(Table.Kind.TEXT, "sum")
        .columns(Table.Kind.NUMBER, "recorded", "other policy", "difference");
    add(sums, token, "minted", result.minted());
    add(sums, token, "carried in", new Difference(result.carriedIn(), result.carriedIn()));
    add(sums, token, "paid", result.paid());
    add(sums, token, "unallocated", result.unallocated());
    add(sums, token, "carried forward", result.carriedOn());
    return List.of(changes, operators, devices, pools, sums);
  }

  private static void add(Table table, Token token, String name, Difference d) {
    String sign = d.change().signum() > 0 ? "+" : d.change().signum() < 0 ? "-" : "";
    String change = sign + token.formatFull(TokenAmount.of(d.change().abs()));
    table.row(name, token.formatFull(d.before()), token.formatFull(d.after()), change);
  }
}
