package org.depinsdk.wifi;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.kit.Commands;
import org.depinsdk.kit.DeviceNames;
import org.depinsdk.kit.NetworkCommand;
import org.depinsdk.kit.Table;
import org.depinsdk.kit.TemporaryFolder;
import org.depinsdk.page.Page;
import org.depinsdk.page.RunPage;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.ProofVerifiers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Runs the Wi-Fi network and its access points. */
@Command(
    name = "./run wifi",
    description = "Runs a Wi-Fi network in a process of its own, and access points that talk to it "
        + "over gRPC: honest ones, and cheats. Ends with tables, a page and bundles that can be "
        + "replayed. With --seed the clock is stepped; without it an epoch lasts seconds, and one "
        + "access point reads this machine's network interface.")
public final class Main extends NetworkCommand {
  private static final int MAX_ATTEMPTS = 5;

  @Option(
      names = "--devices",
      defaultValue = "18",
      paramLabel = "N",
      description = "Access points (default: ${DEFAULT-VALUE}).")
  private int devices;

  @Option(
      names = "--operator-lies",
      description =
          "Afterwards the operator drops an accepted report and makes its log again without it; the"
              + " receipt of the device proves the lie.")
  private boolean operatorLies;

  @Option(
      names = "--with-verifier",
      paramLabel = "KIND",
      description = "Judges and pays pings by a custom verifier, such as ping/1; put its jar into "
          + "plugins/ (docs/proofs.md says how to write one).")
  private @Nullable String withVerifier;

  @Option(
      names = "--tpm",
      description = "Gives the first access point a TPM 2.0 in software, with a key of its own, so"
          + " that a seed gives other roots. Needs swtpm on the PATH.")
  private boolean withTpm;

  private Optional<ProofKind> extra = Optional.empty();

  /** The command without options. */
  public Main() {
    super("wifi");
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
    Commands.range(spec(), "--devices", devices, 2, 500);
    if (withVerifier != null) {
      extra = Optional.of(custom(withVerifier));
    }
    if (withTpm && !SoftwareTpm.isInstalled()) {
      throw new ParameterException(
          spec().commandLine(), "--tpm needs swtpm on the PATH; install it and try again");
    }
  }

  @Override
  protected Result run(RunOptions run) throws Exception {
    if (!withTpm) {
      return run(run, Optional.empty());
    }
    try (SoftwareTpm tpm = SoftwareTpm.start(Files.createDirectory(run.data().resolve("tpm")))) {
      return run(run, Optional.of(tpm));
    }
  }

  private Result run(RunOptions run, Optional<SoftwareTpm> tpm) throws Exception {
    Seed seed = new Seed(run.seed());
    HexGrid grid = HexGrid.load();
    boolean real = !run.repeatable() && RealInterface.name().isPresent();
    List<Fleet.AccessPoint> fleet =
        Fleet.of(seed, devices, real, tpm.map(SoftwareTpm::signer), grid);
    Lived lived = simulate(run, seed, fleet, tpm, grid);
    RunSummary summary = RunSummary.of(run.bundles(), run.epochs(), grid);
    AttestationTable attestations =
        new AttestationTable(fleet, summary, lived.left().refused());
    WifiTables tables = new WifiTables(fleet, summary);
    Map<String, String> names = new TreeMap<>();
    fleet.forEach(point -> names.put(point.self().id().text(), point.name()));
    List<Table> terminal = new ArrayList<>(tables.forTerminal());
    terminal.add(1, attestations.table());
    DeviceNames named = DeviceNames.of(names);
    Page page = new WifiPage(fleet, summary, attestations, grid)
        .page(RunPage.read(run.bundles(), named.with(WifiPolicy.TREASURY, "treasury")));
    if (!lived.left().lost().isEmpty()) {
      Table lost = tables.lost(lived.left().lost());
      terminal.add(lost);
      page.section(lost.forPage());
    }
    if (operatorLies) {
      Table lie = OperatorLie.tell(
              lived.data(), fleet.get(0).name(), run.bundles().resolve("operator-lies"))
          .table();
      terminal.add(lie);
      page.section(lie.forPage());
    }
    return new Result(
        terminal,
        page,
        summary.totals().root(),
        named,
        fleet.get(fleet.size() - 1).name());
  }

  /** Where the data of a run is, and what its bundles do not hold. */
  private record Lived(Path data, Simulation.Left left) {}

  // on a busy machine the first epoch may begin before the network is there: once more, with more
  // time
  private Lived simulate(
      RunOptions run,
      Seed seed,
      List<Fleet.AccessPoint> fleet,
      Optional<SoftwareTpm> tpm,
      HexGrid grid)
      throws Exception {
    Duration lead = Duration.ofSeconds(3);
    for (int attempt = 1; ; attempt++) {
      Timing timing =
          run.repeatable() ? Timing.stepping() : Timing.onTheWall(Instant.now(), lead, devices);
      try {
        Path data = Files.createDirectory(run.data().resolve("attempt-" + attempt));
        return new Lived(
            data,
            new Simulation(timing, seed, fleet, run.epochs(), extra, tpm, grid)
                .run(data, run.bundles(), run.progress()));
      } catch (Simulation.LateException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
        lead = lead.multipliedBy(2);
        TemporaryFolder.delete(run.bundles());
      }
    }
  }

  // a policy must not name a proof that nothing can judge, or that cannot read what is reported
  private ProofKind custom(String name) {
    try {
      ProofKind kind = ProofKind.parse(name);
      ProofVerifier<?> verifier = ProofVerifiers.load()
          .find(kind)
          .orElseThrow(
              () -> refused(
                  "no verifier for " + kind
                      + " on the path, which the policy would name; put the jar that provides it into plugins/"));
      if (verifier.getClass().getPackageName().startsWith("org.depinsdk.proofs.")) {
        throw refused(kind + " comes with the SDK; name a custom verifier");
      }
      verifier.codec().decode(EvidenceCodec.number(0, 60_000).encode(20L));
      return kind;
    } catch (EncodingException e) {
      throw refused(String.valueOf(e.getMessage()));
    } catch (MalformedEvidenceException e) {
      throw refused(name + " does not read pings, one number of milliseconds: " + e.getMessage());
    }
  }

  private ParameterException refused(String why) {
    return new ParameterException(spec().commandLine(), "--with-verifier: " + why);
  }
}
