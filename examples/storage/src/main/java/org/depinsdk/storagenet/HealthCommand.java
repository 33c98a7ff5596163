package org.depinsdk.storagenet;

import static org.depinsdk.kit.Table.Kind.ID;
import static org.depinsdk.kit.Table.Kind.NUMBER;
import static org.depinsdk.kit.Table.Kind.TEXT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.EpochInput;
import org.depinsdk.epoch.EpochOutcome;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.kit.Commands;
import org.depinsdk.kit.Table;
import org.depinsdk.kit.TableFormat;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.storage.possession.PossessionReasons;
import org.depinsdk.storage.possession.PossessionVerifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How safe an object or a piece is, from the bundles of a run. */
@Command(
    name = "health",
    description = "Shows who keeps an object or a piece, and when each last proved it.")
final class HealthCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "ID",
      description = "The name of an object, or the beginning of a piece's CID or SHA-256.")
  private String id = "";

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "The folder of the run (default: the last under out/).")
  private Path run = Path.of("");

  @Mixin
  private TableFormat format = new TableFormat();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  HealthCommand() {}

  /** When a data set was proven last, and what was wrong in the last epoch. */
  private record Proof(long epoch, String problem) {}

  @Override
  public Integer call() throws IOException, BundleException {
    Path folder = run.toString().isEmpty() ? last() : run;
    List<Contract> asked = Contracts.read(folder.resolve(Main.CONTRACTS)).stream()
        .filter(c -> c.object().equals(id)
            || c.cid().v2().startsWith(id)
            || c.piece().text().startsWith(id))
        .toList();
    if (asked.isEmpty()) {
      spec.commandLine().getErr().println(folder + " has no object and no piece " + id);
      return Commands.NO;
    }
    Map<Long, Proof> proofs = proofs(folder);
    Table table = new Table("Health of " + id)
        .columns(TEXT, "object")
        .columns(NUMBER, "shard", "data set")
        .columns(ID, "piece")
        .columns(TEXT, "state", "last proof", "paid until");
    long good = 0;
    for (Contract contract : asked) {
      Proof proof = proofs.getOrDefault(contract.dataSet(), new Proof(-1, "no proof yet"));
      boolean well = contract.isOpen() && proof.problem().isEmpty();
      good += well ? 1 : 0;
      table.row(
          contract.object(),
          "" + contract.shard(),
          "" + contract.dataSet(),
          contract.cid().v2(),
          contract.isOpen() ? well ? "proven" : proof.problem() : "moved",
          proof.epoch() < 0 ? "never" : "epoch " + proof.epoch(),
          contract.held().until().map(Object::toString).orElse("the next epoch"));
    }
    spec.commandLine().getOut().print(format.format(List.of(table)));
    spec.commandLine().getOut().flush();
    (format.forPeople() ? spec.commandLine().getOut() : spec.commandLine().getErr())
        .println(good + " of " + asked.stream().filter(Contract::isOpen).count()
            + " are proven; any " + ObjectClient.DATA + " shards restore an object.");
    return 0;
  }

  private static Path last() throws IOException {
    Path folder = Path.of("out", "storage-1");
    for (int number = 2; Files.exists(Path.of("out", "storage-" + number)); number++) {
      folder = Path.of("out", "storage-" + number);
    }
    if (!Files.exists(folder)) {
      throw new IOException(
          "there is no run under out/; name one by --run, or start ./run storage");
    }
    return folder;
  }

  private static Map<Long, Proof> proofs(Path folder) throws IOException, BundleException {
    Map<Long, Proof> proofs = new TreeMap<>();
    LocalEpochEngine engine = new LocalEpochEngine(ProofVerifiers.load());
    for (long epoch = 0; Files.exists(folder.resolve("epoch-" + epoch)); epoch++) {
      EpochInput input = EpochBundle.open(folder.resolve("epoch-" + epoch)).input();
      try (EpochOutcome outcome = engine.run(input)) {
        for (Verdict verdict : outcome.verdicts()) {
          if (verdict.kind().equals(PossessionVerifier.KIND)) {
            long set = Long.parseLong(verdict.group().text().replaceAll(".*:", ""));
            Proof before = proofs.getOrDefault(set, new Proof(-1, ""));
            proofs.put(set, proof(verdict, epoch, before));
          }
        }
      }
    }
    return proofs;
  }

  private static Proof proof(Verdict verdict, long epoch, Proof before) {
    for (Finding finding : verdict.findings()) {
      if (finding.severity() == Severity.ERROR && !finding.code().equals(PossessionReasons.FAULT)) {
        return new Proof(before.epoch(), finding.code().text());
      }
    }
    return new Proof(epoch, "");
  }
}
