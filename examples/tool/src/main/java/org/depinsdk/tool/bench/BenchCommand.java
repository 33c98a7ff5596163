package org.depinsdk.tool.bench;

import picocli.CommandLine.Command;

/** What is measured without JMH. */
@Command(
    name = "bench",
    description =
        "Measures. ./run bench [REGEX] [JMH OPTIONS] runs the benchmarks whose names match; the command below"
            + " measures an epoch as a whole.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = EpochCommand.class)
public final class BenchCommand {
  /** The command. */
  public BenchCommand() {}
}
