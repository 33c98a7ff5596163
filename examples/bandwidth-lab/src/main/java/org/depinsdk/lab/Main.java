package org.depinsdk.lab;

import org.depinsdk.kit.Commands;
import picocli.CommandLine.Command;

/** The commands that measure bandwidth. */
@Command(
    name = "./run",
    subcommands = {LabCommand.class, ChallengerCommand.class},
    description = "Measures bandwidth.")
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
