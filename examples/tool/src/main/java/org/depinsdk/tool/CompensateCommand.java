package org.depinsdk.tool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.Compensation;
import org.depinsdk.epoch.CompensationFiles;
import org.depinsdk.epoch.Correction;
import org.depinsdk.epoch.RecordedEpoch;
import org.depinsdk.epoch.RecordedRun;
import org.depinsdk.epoch.ReplayResult;
import org.depinsdk.epoch.RunFolder;
import org.depinsdk.kit.Commands;
import org.depinsdk.kit.Table;
import org.depinsdk.kit.TableFormat;
import org.depinsdk.rewards.Token;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes wrong verdicts right. */
@Command(
    name = "compensate",
    description =
        "Divides past epochs again with corrected verdicts, and prints for each operator what is owed, and "
            + "the new cumulative root. Nobody's total is lowered: what was paid too much is named. "
            + "With --out it writes what is needed to publish the root and to recompute it; with --check it "
            + "compares what somebody published. Exit code 0; 1 if --check finds a difference; 2 if a bundle "
            + "or the correction cannot be used.")
final class CompensateCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "BUNDLE",
      converter = BundleArgument.Converter.class,
      description =
          "The folder or s3://bucket/prefix that holds the bundles up to the newest one, or the newest bundle itself.")
  private BundleArgument path = new BundleArgument("");

  @Option(
      names = "--correction",
      required = true,
      paramLabel = "FILE",
      description = "A correction file; docs/rewards.md describes it.")
  private Path correctionFile = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write the compensation into this folder, which must not exist.")
  private @Nullable Path out;

  @Option(
      names = "--check",
      paramLabel = "DIR",
      description = "Compare a compensation that was written before, file by file.")
  private @Nullable Path check;

  @Mixin
  private TableFormat format = new TableFormat();

  @Override
  public Integer call() throws IOException, BundleException {
    byte[] file = Files.readAllBytes(correctionFile);
    try {
      Correction correction = Correction.parse(file);
      RunFolder run = upToTheNewest();
      Compensation compensation = Compensation.of(RecordedRun.read(run.bundles()), correction);
      System.out.print(
          format.json()
              ? new String(CompensationFiles.toJson(compensation), UTF_8)
              : text(compensation));
      if (out != null) {
        CompensationFiles.write(compensation, out);
        System.err.println("written to " + out + "; when it is paid, lay it beside the bundles as "
            + run.compensation(compensation.after().nextEpoch()).getFileName());
      }
      return check == null ? 0 : checked(compensation, check);
    } catch (EncodingException e) {
      throw new IOException(correctionFile + " is refused: " + e.getMessage(), e);
    }
  }

  /** The bundles; refuses one that others follow, because a root without those would lower their operators' totals. */
  private RunFolder upToTheNewest() throws IOException {
    RunFolder run = path.open();
    Path newer = run.newer().orElse(null);
    if (newer != null) {
      throw new IOException(
          path + " is not the newest bundle: " + newer
              + " follows it. A new root holds the totals of all epochs; name the folder that holds them");
    }
    return run;
  }

  private int checked(Compensation compensation, Path folder) throws IOException {
    PrintStream remarks = format.forPeople() ? System.out : System.err;
    ReplayResult.@Nullable Different difference =
        CompensationFiles.check(compensation, folder).orElse(null);
    if (difference == null) {
      remarks.println("same  " + folder);
      return 0;
    }
    remarks.println("DIFFERENT  " + folder.resolve(difference.part()) + ": " + difference.detail());
    return Commands.NO;
  }

  private String text(Compensation compensation) {
    Token token = compensation.epochs().get(0).policy().rewards().token();
    Table corrected = new Table("Corrected")
        .columns(Table.Kind.NUMBER, "epoch")
        .columns(Table.Kind.ID, "device", "operator")
        .columns(Table.Kind.TEXT, "units", "because");
    for (Compensation.Change change : compensation.changes()) {
      corrected.row(
          Long.toString(change.epoch()),
          change.device().text(),
          change.operator().map(OperatorId::text).orElse("all owners"),
          change.kind() + ": " + change.recordedUnits() + " -> " + change.correctedUnits(),
          change.reason());
    }
    Table owed = new Table("Owed, in " + token.symbol())
        .note(note(compensation, token))
        .columns(Table.Kind.ID, "operator")
        .columns(Table.Kind.NUMBER, "paid", "corrected", "top-up", "paid too much");
    compensation
        .operators()
        .forEach((operator, difference) -> owed.row(
            operator.text(),
            token.formatFull(difference.before()),
            token.formatFull(difference.after()),
            token.formatFull(difference.gain()),
            token.formatFull(difference.loss())));
    RecordedEpoch newest = compensation.epochs().get(compensation.epochs().size() - 1);
    String tables = format.format(List.of(corrected, owed));
    if (!format.forPeople()) {
      return tables;
    }
    return tables + "root of epoch " + newest.index() + "  "
        + newest.bundle().manifest().root() + "\n" + "new root         "
        + compensation.distribution().root() + "\n";
  }

  private static String note(Compensation result, Token token) {
    if (result.operators().isEmpty()) {
      return "The correction changes no amount.";
    }
    String sums = "paid + top-up - paid too much = corrected, for each operator. Top-ups: "
        + token.formatFull(result.total()) + ".";
    return result.overpaid().isZero()
        ? sums
        : sums + " A cumulative distribution takes nothing back: "
            + token.formatFull(result.overpaid()) + " " + token.symbol()
            + " stay with those who were paid too much, and are paid beyond what the epochs had to"
            + " divide.";
  }
}
