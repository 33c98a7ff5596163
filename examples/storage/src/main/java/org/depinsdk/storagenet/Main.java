package org.depinsdk.storagenet;

import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.depinsdk.kit.Commands;
import org.depinsdk.kit.DeviceNames;
import org.depinsdk.kit.NetworkCommand;
import org.depinsdk.page.RunPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the storage network, its providers and its clients. */
@Command(
    name = "./run storage",
    subcommands = {HealthCommand.class, FileCommand.class, BenchCommand.class},
    description =
        "Runs a storage network: providers are processes with files, a client encrypts, codes 10 of 14"
            + " and places its shards, and every epoch the providers prove that they have them. Some cheat."
            + " Lost shards are repaired. Ends with tables, a page and bundles that can be replayed.")
public final class Main extends NetworkCommand {
  /** The file beside the bundles that says who keeps what. */
  static final String CONTRACTS = "contracts.tsv";

  /** The file beside the bundles that says who can claim how much. */
  static final String PAYOUTS = "payouts.json";

  @Option(
      names = "--providers",
      defaultValue = "20",
      paramLabel = "N",
      description =
          "Providers, the last six of which are not honest or not well (default: ${DEFAULT-VALUE}).")
  private int providers;

  @Option(
      names = "--objects",
      defaultValue = "3",
      paramLabel = "N",
      description = "Objects to store (default: ${DEFAULT-VALUE}).")
  private int objects;

  @Option(
      names = "--in-process",
      description = "Runs the providers in this process instead of one process for each.")
  private boolean inProcess;

  /** The service runs in this process; its progress is shown, not logged. Held here, as a level is forgotten with its logger. */
  private final Logger serviceLog = Logger.getLogger("org.depinsdk.service");

  /** The command without options. */
  public Main() {
    super("storage");
    serviceLog.setLevel(Level.WARNING);
  }

  /**
   * Runs the network and exits.
   *
   * @param args the options
   */
  public static void main(String[] args) {
    Commands.main(new Main(), args);
  }

  @Override
  protected void check() {
    Commands.range(spec(), "--providers", providers, 18, 60);
    Commands.range(spec(), "--objects", objects, 1, 100);
  }

  @Override
  protected Result run(RunOptions run) throws Exception {
    Simulation simulation = new Simulation(
        run.seed(),
        providers,
        objects,
        run.epochs(),
        inProcess ? ProviderNode::start : Fleet.Starter.PROCESSES);
    simulation.run(run.data(), run.bundles(), run.progress());
    Files.writeString(run.bundles().resolve(CONTRACTS), Contracts.text(simulation.contracts()));
    RunSummary summary = RunSummary.of(run.bundles(), run.epochs());
    try (OutputStream out = Files.newOutputStream(run.bundles().resolve(PAYOUTS))) {
      summary.payouts(simulation.fleet()).writeDump(out);
    }
    StorageTables tables = new StorageTables(simulation, summary);
    Map<String, String> names = new TreeMap<>();
    simulation.fleet().forEach(p -> names.put(p.party().id().text(), p.name()));
    DeviceNames named = DeviceNames.of(names);
    return new Result(
        tables.forTerminal(),
        tables.page(RunPage.read(run.bundles(), named.with(StorageRewards.TREASURY, "treasury"))),
        summary.totals().root(),
        named,
        simulation.fleet().get(providers - 1).name());
  }
}
