package org.depinsdk.tool;

import org.depinsdk.kit.Commands;
import org.depinsdk.tool.bench.BenchCommand;
import org.depinsdk.tool.manufacture.ManufactureCommand;
import picocli.CommandLine.Command;

/** The commands for bundles and logs. */
@Command(
    name = "./run",
    subcommands = {
      ReplayCommand.class,
      ExplainCommand.class,
      ReportCommand.class,
      WhatIfCommand.class,
      CompensateCommand.class,
      CopyBundlesCommand.class,
      CheckLogCommand.class,
      CheckReceiptsCommand.class,
      CheckProofCommand.class,
      WitnessCommand.class,
      ManufactureCommand.class,
      BenchCommand.class
    },
    description =
        "Recomputes, explains, tries, corrects and copies epoch bundles; checks logs, receipts and"
            + " proofs; witnesses logs; certifies devices; measures.")
public final class Main {
  Main() {}

  /**
   * Runs a command and exits with its code.
   *
   * @param args the command and its arguments
   */
  public static void main(String[] args) {
    Commands.main(new Main(), args);
  }
}
