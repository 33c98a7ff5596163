package org.depinsdk.tool;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.RecordedEpoch;
import org.depinsdk.kit.Table;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.EmissionException;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.rewards.review.Difference;
import org.depinsdk.rewards.review.PastEpoch;
import org.depinsdk.rewards.review.WhatIf;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tries a policy on epochs that are over. */
@Command(
    name = "what-if",
    description =
        "Divides past epochs again by another reward policy, from their recorded verdicts, and prints for "
            + "each operator what it was paid, what it would have been paid, and the difference. Nothing is "
            + "changed. Exit code 0; 2 if a bundle or the policy cannot be used.")
final class WhatIfCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "BUNDLE",
      description = "Bundles of epochs that follow each other, or folders that hold them.")
  private List<Path> paths = List.of();

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

  @Option(names = "--json", description = "Print JSON with amounts in base units.")
  private boolean json;

  @Override
  public Integer call() throws IOException, BundleException {
    RewardPolicy policy = PolicyFiles.read(policyFile);
    List<Path> folders = new ArrayList<>();
    for (Path path : paths) {
      folders.addAll(Bundles.in(path));
    }
    List<RecordedEpoch> epochs = RecordedEpoch.readAll(folders);
    try {
      WhatIf result = run(epochs, policy);
      System.out.print(json ? json(epochs, result) : text(epochs, result));
      return 0;
    } catch (EmissionException e) {
      throw new IOException(
          "the other policy cannot mint from the recorded state of the emission: " + e.getMessage()
              + "; without --mint it divides what was minted",
          e);
    }
  }

  private WhatIf run(List<RecordedEpoch> epochs, RewardPolicy policy)
      throws IOException, EmissionException {
    RecordedEpoch first = epochs.get(0);
    RewardPolicy inForce = first.policy().rewards();
    if (!policy.token().equals(inForce.token())) {
      throw new IOException(policyFile + " pays " + policy.token().symbol() + " with "
          + policy.token().decimals() + " decimals, the bundles pay "
          + inForce.token().symbol()
          + " with " + inForce.token().decimals() + "; amounts of two tokens have no difference");
    }
    List<PastEpoch> past = epochs.stream().map(RecordedEpoch::past).toList();
    SortedMap<String, TokenAmount> carried = first.before().carried();
    if (!mint) {
      return WhatIf.divided(past, policy, carried);
    }
    String state = first.before().emission();
    return WhatIf.mintedAndDivided(
        past, policy, carried, state.isEmpty() ? policy.emission().genesisText() : state);
  }

  private static Difference carriedOn(List<RecordedEpoch> epochs, WhatIf result) {
    return new Difference(
        sum(epochs.get(epochs.size() - 1).after().carried()), sum(result.carriedOn()));
  }

  private static Difference unallocated(List<RecordedEpoch> epochs, WhatIf result) {
    TokenAmount in = result.minted().before().plus(result.carriedIn());
    return new Difference(
        in.minus(result.total().before()).minus(carriedOn(epochs, result).before()),
        result.unallocated());
  }

  private static TokenAmount sum(SortedMap<String, TokenAmount> amounts) {
    return amounts.values().stream().reduce(TokenAmount.ZERO, TokenAmount::plus);
  }

  private String text(List<RecordedEpoch> epochs, WhatIf result) {
    RecordedEpoch first = epochs.get(0);
    RecordedEpoch last = epochs.get(epochs.size() - 1);
    Token token = result.policy().token();
    Table operators = new Table("What if " + result.policy().id() + " had been in force in epochs "
            + first.index() + " to " + last.index() + " of " + first.policy().network() + ", where "
            + first.policy().rewards().id() + " was? In " + token.symbol() + ".")
        .columns(Table.Kind.ID, "operator")
        .columns(Table.Kind.NUMBER, "paid", "would be paid", "difference");
    result.operators().forEach((operator, d) -> add(operators, token, operator.text(), d));
    Table sums = new Table("Sums")
        .note("minted + carried in = paid + unallocated + carried forward, in both columns")
        .columns(Table.Kind.TEXT, "")
        .columns(Table.Kind.NUMBER, "recorded", "other policy", "difference");
    add(sums, token, "minted", result.minted());
    add(sums, token, "carried in", new Difference(result.carriedIn(), result.carriedIn()));
    add(sums, token, "paid", result.total());
    add(sums, token, "unallocated", unallocated(epochs, result));
    add(sums, token, "carried forward", carriedOn(epochs, result));
    return operators.toString() + sums;
  }

  private static void add(Table table, Token token, String name, Difference d) {
    String sign = d.change().signum() > 0 ? "+" : d.change().signum() < 0 ? "-" : "";
    String change = sign + token.formatFull(TokenAmount.of(d.change().abs()));
    table.row(name, token.formatFull(d.before()), token.formatFull(d.after()), change);
  }

  private static String json(List<RecordedEpoch> epochs, WhatIf result) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("network", epochs.get(0).policy().network());
    ArrayNode indices = json.putArray("epochs");
    epochs.forEach(epoch -> indices.add(epoch.index()));
    json.put("recordedPolicy", epochs.get(0).policy().rewards().id());
    json.put("policy", result.policy().id());
    json.put("token", result.policy().token().symbol());
    json.put("decimals", result.policy().token().decimals());
    ArrayNode operators = json.putArray("operators");
    result
        .operators()
        .forEach((operator, d) -> put(operators.addObject().put("operator", operator.text()), d));
    put(json.putObject("paid"), result.total());
    put(json.putObject("unallocated"), unallocated(epochs, result));
    put(json.putObject("carriedForward"), carriedOn(epochs, result));
    put(json.putObject("minted"), result.minted());
    json.put("carriedIn", result.carriedIn().toString());
    return json.toPrettyString() + "\n";
  }

  private static void put(ObjectNode node, Difference d) {
    node.put("before", d.before().toString());
    node.put("after", d.after().toString());
    node.put("change", d.change().toString());
  }
}
