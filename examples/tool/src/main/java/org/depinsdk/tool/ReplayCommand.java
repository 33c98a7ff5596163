package org.depinsdk.tool;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.epoch.RunFolder;
import org.depinsdk.epoch.RunReplay;
import org.depinsdk.kit.Commands;
import org.depinsdk.kit.Table;
import org.depinsdk.kit.TableFormat;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Recomputes bundles from nothing but themselves. */
@Command(
    name = "replay",
    description = "Recomputes bundles, or all the bundles of folders, in order, from nothing but "
        + "themselves: hashes, signatures, verdicts, amounts and the root. A compensation that is "
        + "beside the bundles as compensation-<n> is recomputed too: epoch n goes on from it. Then it says "
        + "what it could check beyond that, what the network alone asserts, and what it could not check. Exit "
        + "code 0 if everything is the same; 1 with the first difference by name if it is not, or if --strict is "
        + "given and not all is checked; 2 if it cannot be judged here, for example because the jar of a proof is "
        + "missing, or there is nothing to replay.")
final class ReplayCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "BUNDLE",
      converter = BundleArgument.Converter.class,
      description =
          "Bundles such as out/epoch-0, or folders or s3://bucket/prefix that hold several; together they are one run.")
  private List<BundleArgument> paths = List.of();

  @Option(
      names = "--strict",
      description =
          "Exit with 1 if anything is asserted by the network alone or could not be checked.")
  private boolean strict;

  @Option(
      names = "--witnesses",
      paramLabel = "FILE",
      description =
          "Which log and which witnesses you trust, and how many of them have to agree (C2SP tlog-policy); without"
              + " it, the witnesses that the policy names count.")
  private @Nullable Path witnesses;

  @Mixin
  private TableFormat format = new TableFormat();

  private final Table steps = new Table("Steps")
      .columns(Table.Kind.TEXT, "what", "result")
      .columns(Table.Kind.ID, "root")
      .columns(Table.Kind.NUMBER, "recomputed")
      .columns(Table.Kind.TEXT, "detail");

  @Override
  public Integer call() throws IOException {
    List<RunFolder> runs = new ArrayList<>();
    for (BundleArgument path : paths) {
      runs.add(path.open());
    }
    ReplayNotesText notes = new ReplayNotesText();
    RunReplay replay = new RunReplay(new LocalEpochEngine(ProofVerifiers.load()), witnesses());
    Optional<RunReplay.Finding> finding = replay.replay(runs, step -> {
      add(step);
      if (format.forPeople()) {
        System.out.println(text(step));
      }
      if (step instanceof RunReplay.Step.Epoch epoch) {
        notes.add(epoch.same().manifest().epoch(), epoch.same().notes());
      }
    });
    finding.ifPresent(found -> steps.row(
        found.folder().resolve(found.different().part()).toString(),
        "different",
        "",
        "",
        found.different().detail()));
    System.out.print(format.forPeople() ? notes : format.format(List.of(steps, notes.table())));
    PrintStream remarks = format.forPeople() ? System.out : System.err;
    if (finding.isPresent()) {
      remarks.println("DIFFERENT  "
          + finding.get().folder().resolve(finding.get().different().part()) + ": "
          + finding.get().different().detail());
      return Commands.NO;
    }
    if (strict && !notes.allChecked()) {
      remarks.println(
          "NOT ALL CHECKED  see the lines above that begin with \"asserted\" or \"unchecked\"");
      return Commands.NO;
    }
    return 0;
  }

  private Optional<WitnessPolicy> witnesses() throws IOException {
    if (witnesses == null) {
      return Optional.empty();
    }
    try {
      WitnessPolicy policy = LogOptions.read(witnesses);
      if (policy.asksForWitnesses()) {
        policy.checkQuorum();
      }
      return Optional.of(policy);
    } catch (TransparencyException e) {
      throw new IOException(witnesses + " is refused: " + e.getMessage(), e);
    }
  }

  private void add(RunReplay.Step step) {
    if (step instanceof RunReplay.Step.Compensated paid) {
      steps.row(
          "compensation before epoch " + paid.next(),
          "same",
          paid.root(),
          "" + paid.corrections(),
          "");
    } else if (step instanceof RunReplay.Step.Epoch epoch) {
      steps.row(
          "epoch " + epoch.same().manifest().epoch(),
          "same",
          epoch.same().manifest().root().toString(),
          "" + epoch.same().reports(),
          "");
    }
  }

  private static String text(RunReplay.Step step) {
    if (step instanceof RunReplay.Step.Compensated paid) {
      return "same  compensation before epoch " + paid.next() + "  root " + paid.root()
          + "  corrections recomputed: " + paid.corrections();
    }
    RunReplay.Step.Epoch epoch = (RunReplay.Step.Epoch) step;
    return "same  epoch " + epoch.same().manifest().epoch() + "  root "
        + epoch.same().manifest().root() + "  " + epoch.same().reports() + " reports recomputed";
  }
}
