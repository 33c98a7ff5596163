package org.depinsdk.ev;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.kit.Commands;
import org.depinsdk.kit.DeviceNames;
import org.depinsdk.kit.NetworkCommand;
import org.depinsdk.page.RunPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the EV charging network and its stations. */
@Command(
    name = "./run ev-charging",
    description = "Runs an EV charging network: stations charge cars over real OCPP 1.6 and 2.0.1, "
        + "their meters sign, and the network pays by the signed watt-hour. Some stations cheat. "
        + "Ends with tables, a page and bundles that can be replayed.")
public final class Main extends NetworkCommand {
  @Option(
      names = "--devices",
      defaultValue = "12",
      paramLabel = "N",
      description = "Stations (default: ${DEFAULT-VALUE}).")
  private int devices;

  /** The command without options. */
  public Main() {
    super("ev-charging");
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
    Commands.range(spec(), "--devices", devices, 2, 200);
  }

  @Override
  protected Result run(RunOptions run) throws Exception {
    Simulation simulation = new Simulation(run.seed(), devices, run.epochs());
    simulation.run(run.data(), run.bundles(), run.progress());
    List<Charger> chargers = simulation.chargers();
    RunSummary summary = RunSummary.of(run.bundles(), run.epochs(), chargers);
    Tables tables = new Tables(summary);
    Map<String, String> names = new TreeMap<>();
    chargers.forEach(charger -> names.put(charger.id().text(), charger.name()));
    DeviceNames named = DeviceNames.of(names);
    return new Result(
        tables.forTerminal(),
        new EvPage(summary, tables)
            .page(RunPage.read(run.bundles(), named.with(EvRewards.TREASURY, "treasury"))),
        summary.totals().root(),
        named,
        chargers.get(chargers.size() - 1).name());
  }
}
