package org.depinsdk.tool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.epoch.BundleCompensation;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.Correction;
import org.depinsdk.epoch.RecordedEpoch;
import org.depinsdk.epoch.ReplayResult;
import org.depinsdk.epoch.RunIndex;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.review.Compensation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes wrong verdicts right. */
@Command(
    name = "compensate",
    mixinStandardHelpOptions = true,
    description =
        "Divides past epochs again with corrected verdicts, and prints for each operator what is owed, and "
            + "the new cumulative root. Nobody's total is lowered: what was paid too much is named. "
            + "With --out it writes what is needed to publish the root and to recompute it; with --check it "
            + "compares what somebody published. Exit code 0; 1 where --check finds a difference; 2 where a bundle "
            + "or the correction cannot be used, with the reason.")
final class CompensateCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "BUNDLE",
      description =
          "The folder that holds the bundles up to the newest one, or the newest bundle itself.")
  private Path path = Path.of("");

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

  @Option(names = "--json", description = "Print the record, compensation.json.")
  private boolean json;

  @Override
  public Integer call() {
    try {
      Correction correction = correction();
      List<RecordedEpoch> epochs = RecordedEpoch.readAll(upToTheNewest(), ProofVerifiers.load());
      BundleCompensation compensation = BundleCompensation.of(epochs, correction);
      System.out.print(json ? new String(compensation.toJson(), UTF_8) : text(compensation));
      if (out != null) {
        compensation.write(out);
        System.err.println("written to " + out + "; when it is paid, lay it beside the bundles as "
            + RunIndex.COMPENSATION + compensation.after().nextEpoch());
      }
      return check == null ? 0 : checked(compensation, check);
    } catch (NoSuchFileException e) {
      System.err.println("there is no file " + e.getFile());
    } catch (EncodingException e) {
      System.err.println(correctionFile + " is refused: " + e.getMessage());
    } catch (IOException | BundleException e) {
      System.err.println(e.getMessage());
    }
    return 2;
  }

  private Correction correction() throws IOException, EncodingException {
    return Correction.parse(Files.readAllBytes(correctionFile));
  }

  /** The bundles; refuses one that others follow, because a root without those would lower their operators' totals. */
  private List<Path> upToTheNewest() throws IOException {
    List<Path> bundles = Bundles.in(path);
    List<Path> later = bundles.get(0).equals(path) ? Bundles.beside(path) : List.of();
    if (!later.isEmpty()) {
      throw new IOException(
          path + " is not the newest bundle: " + later.get(later.size() - 1)
              + " follows it. A new root holds the totals of all epochs; name the folder that holds them");
    }
    return bundles;
  }

  private static int checked(BundleCompensation compensation, Path folder) throws IOException {
    ReplayResult.@Nullable Different difference = compensation.check(folder).orElse(null);
    if (difference == null) {
      System.out.println("same  " + folder);
      return 0;
    }
    System.out.println(
        "DIFFERENT  " + folder.resolve(difference.part()) + ": " + difference.detail());
    return 1;
  }

  private static String text(BundleCompensation compensation) {
    Compensation result = compensation.result();
    Token token = compensation.epochs().get(0).policy().rewards().token();
    StringBuilder text = new StringBuilder("Corrected:\n");
    for (BundleCompensation.Change change : compensation.changes()) {
      text.append("  epoch ").append(change.epoch()).append("  ").append(change.device());
      text.append(" of ").append(change.operator()).append('\n');
      text.append("    ").append(change.kind()).append(": ").append(change.recordedUnits());
      text.append(" -> ").append(change.correctedUnits()).append(" units, because ");
      text.append(change.reason()).append('\n');
    }
    text.append("\nOwed, in ").append(token.symbol()).append(":\n");
    AmountTable table =
        new AmountTable(token, "operator", "paid", "corrected", "top-up", "paid too much");
    TokenAmount paid = TokenAmount.ZERO;
    TokenAmount corrected = TokenAmount.ZERO;
    for (var entry : result.operators().entrySet()) {
      TokenAmount topUp = BundleCompensation.topUp(entry.getValue());
      TokenAmount overpaid = BundleCompensation.overpaid(entry.getValue());
      paid = paid.plus(entry.getValue().before());
      corrected = corrected.plus(entry.getValue().after());
      table.row(
          entry.getKey().text(),
          table.amount(entry.getValue().before()),
          table.amount(entry.getValue().after()),
          table.amount(topUp),
          table.amount(overpaid));
    }
    table.row();
    table.row(
        "all",
        table.amount(paid),
        table.amount(corrected),
        table.amount(result.total()),
        table.amount(result.overpaid()));
    text.append(table).append("\npaid + top-up - paid too much = corrected, in every line\n");
    if (result.operators().isEmpty()) {
      text.append("The correction changes no amount.\n");
    }
    if (!result.overpaid().isZero()) {
      text.append("A cumulative distribution takes nothing back: ")
          .append(token.formatFull(result.overpaid()))
          .append(' ')
          .append(token.symbol())
          .append(" stay with those who were paid too much,\n")
          .append("and are paid beyond what the epochs had to divide.\n");
    }
    RecordedEpoch newest = compensation.epochs().get(compensation.epochs().size() - 1);
    text.append("\nroot of epoch ").append(newest.index()).append("  ");
    text.append(newest.bundle().manifest().root()).append('\n');
    text.append("new root         ").append(result.distribution().root()).append('\n');
    return text.toString();
  }
}
