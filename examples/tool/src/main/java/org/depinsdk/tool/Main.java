package org.depinsdk.tool;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What an auditor does with bundles. */
@Command(
    name = "./run",
    mixinStandardHelpOptions = true,
    subcommands = {
      ReplayCommand.class,
      ExplainCommand.class,
      WhatIfCommand.class,
      CompensateCommand.class
    },
    description = "Recomputes, explains, tries and corrects epoch bundles.")
public final class Main {
  private Main() {}

  /**
   * Runs a command and exits with its code.
   *
   * @param args the command and its arguments
   */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  static int execute(String... args) {
    return new CommandLine(new Main()).execute(args);
  }
}
