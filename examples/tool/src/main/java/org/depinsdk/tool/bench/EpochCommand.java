package org.depinsdk.tool.bench;

import static org.depinsdk.kit.Table.Kind.ID;
import static org.depinsdk.kit.Table.Kind.NUMBER;
import static org.depinsdk.kit.Table.Kind.TEXT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.epoch.BundleReplay;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.EpochInput;
import org.depinsdk.epoch.EpochOutcome;
import org.depinsdk.epoch.EvidenceSource;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.epoch.Publication;
import org.depinsdk.epoch.ReplayResult;
import org.depinsdk.kit.Commands;
import org.depinsdk.kit.Progress;
import org.depinsdk.kit.Table;
import org.depinsdk.kit.TableFormat;
import org.depinsdk.kit.TemporaryFolder;
import org.depinsdk.proofs.ProofVerifiers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Signs, judges, settles and replays an epoch, and compares the replay with the verification of its signatures alone. */
@Command(
    name = "epoch",
    description =
        "Makes an epoch of signed reports, judges, settles and replays it, and compares the replay by CPU time with"
            + " the verification of the same signatures alone, in batches of 4,096 in the order of the log. All is"
            + " written to the folder for temporary files and removed.")
final class EpochCommand implements Callable<Integer> {
  @Option(
      names = "--devices",
      defaultValue = "1000",
      paramLabel = "N",
      description = "Devices, each with an operator of its own (default: ${DEFAULT-VALUE}).")
  private int devices;

  @Option(
      names = "--reports",
      defaultValue = "100000",
      paramLabel = "M",
      description = "Reports of all devices in a day (default: ${DEFAULT-VALUE}).")
  private long reports;

  @Option(
      names = "--proof",
      defaultValue = "uptime/1",
      paramLabel = "KIND",
      description = "What they prove, uptime/1 or sensor/1 (default: ${DEFAULT-VALUE}).")
  private String proof = "";

  @Option(
      names = "--usage",
      defaultValue = "0",
      paramLabel = "PERCENT",
      description =
          "How many of them are claims of usage/1 in place of that, each with a receipt that its client signed"
              + " (default: ${DEFAULT-VALUE}).")
  private int usage;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "The same seed gives the same keys, reports and root (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--rounds",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "How often signatures alone and replay are measured, in turn; the round with the median ratio is shown"
              + " (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Mixin
  private TableFormat format = new TableFormat();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  private final Table steps = new Table("Steps")
      .columns(TEXT, "step")
      .columns(NUMBER, "seconds", "CPU seconds", "reports/CPU-s", "signatures %", "heap MiB")
      .note(
          "Signatures: which part of the CPU time the same signatures take alone. Rates and parts are empty where the CPU"
              + " time is too short for them. Heap: the most that was in use after a collection.");

  private long heap;

  EpochCommand() {}

  /** The signatures alone, and the replay after them. */
  private record Round(Meter signatures, Meter replay) {
    double ratio() {
      return signatures.cpuSeconds() / replay.cpuSeconds();
    }
  }

  @Override
  public Integer call() throws IOException {
    Commands.range(spec, "--devices", devices, 1, 10_000_000);
    Commands.range(
        spec, "--reports", reports, devices, (long) devices * SignedEpoch.MOST_OF_DEVICE);
    Commands.range(spec, "--usage", usage, 0, 100);
    Commands.range(spec, "--rounds", rounds, 1, 99);
    ProofKind kind = SignedEpoch.KINDS.stream()
        .filter(one -> one.text().equals(proof))
        .findFirst()
        .orElseThrow(() -> new ParameterException(
            spec.commandLine(), "--proof must be uptime/1 or sensor/1, not '" + proof + "'"));
    try (TemporaryFolder data = TemporaryFolder.create("depin-bench-epoch");
        Progress progress = Progress.of("bench epoch")) {
      measure(data.path(), new SignedEpoch(devices, reports, kind, usage, seed), progress);
    }
    return 0;
  }

  private void measure(Path data, SignedEpoch epoch, Progress progress) throws IOException {
    Path log = data.resolve("log.pb");
    Meter signing = Meter.of(() -> epoch.sign(log, progress));
    progress.expect(2 + 2 * rounds);
    LocalEpochEngine engine =
        LocalEpochEngine.builder(ProofVerifiers.load()).workFolder(data).build();
    Path bundle = data.resolve("epoch-0");
    Meter settling = new Meter();
    Meter writing = new Meter();
    String root = settle(engine, epoch.input(EvidenceSource.of(log)), bundle, settling, writing);
    // the bundle has the same reports
    Files.delete(log);
    EvidenceSource logged = EvidenceSource.of(bundle.resolve("reports.pb"));
    List<Round> measured = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      progress.step("signatures alone");
      Meter signatures = RawSignatures.verify(epoch.registry(), logged);
      progress.step("replay");
      measured.add(new Round(signatures, Meter.of(() -> replay(engine, bundle))));
    }
    measured.sort(Comparator.comparingDouble(Round::ratio));
    Round round = measured.get(rounds / 2);
    double cpu = round.signatures.cpuSeconds();
    row("sign", signing, 0);
    // admission verified the reports' own signatures when they came
    row("judge and settle", settling, cpu * epoch.claims() / (reports + epoch.claims()));
    row("write the bundle", writing, 0);
    row("signatures alone", round.signatures, cpu);
    row("replay", round.replay, cpu);
    Table whole = new Table("Epoch")
        .columns(TEXT, "what")
        .columns(NUMBER, "figure")
        .row("replay against signatures alone, %", round.replay.percent(cpu))
        .row("signatures", "" + (reports + epoch.claims()))
        .row("heap, MiB", "" + heap)
        .row("memory of the process, MiB", Meter.residentMebibytes());
    Table roots = new Table("Root").columns(ID, "root").row(root);
    spec.commandLine().getOut().print(format.format(List.of(steps, whole, roots)));
    spec.commandLine().getOut().flush();
  }

  private String settle(
      LocalEpochEngine engine, EpochInput input, Path bundle, Meter settling, Meter writing)
      throws IOException {
    EpochOutcome[] settled = new EpochOutcome[1];
    settling.add(() -> settled[0] = engine.run(input));
    try (EpochOutcome outcome = settled[0]) {
      if (outcome.distribution().totals().size() != devices) {
        throw new IOException("only " + outcome.distribution().totals().size() + " of " + devices
            + " operators were paid");
      }
      writing.add(() -> EpochBundle.write(bundle, Publication.FIRST, input, outcome));
      return outcome.distribution().root().toString();
    }
  }

  private void replay(LocalEpochEngine engine, Path bundle) throws IOException {
    ReplayResult result = new BundleReplay(engine).replay(bundle);
    if (!(result instanceof ReplayResult.Same same) || same.reports() != reports) {
      throw new IOException("the bundle does not replay: " + result);
    }
  }

  private void row(String step, Meter meter, double signatureSeconds) {
    heap = Math.max(heap, meter.heapMebibytes());
    steps.row(
        step,
        number(meter.seconds()),
        number(meter.cpuSeconds()),
        meter.perCpuSecond(reports),
        meter.percent(signatureSeconds),
        "" + meter.heapMebibytes());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
