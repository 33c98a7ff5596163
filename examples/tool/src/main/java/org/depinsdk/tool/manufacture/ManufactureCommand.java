package org.depinsdk.tool.manufacture;

import java.time.InstantSource;
import picocli.CommandLine.Command;

/** A manufacturer's authority: makes certificates of batches of devices, and lists of what was revoked. */
@Command(
    name = "manufacture",
    description =
        "Makes the certificates by which devices show who made them, batch by batch, and lists of what"
            + " was revoked. docs/attestation.md is the guide.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {InitCommand.class, CertifyCommand.class, RevokeCommand.class, ListsCommand.class
    })
public final class ManufactureCommand {
  private final InstantSource clock;

  /** With the system's clock. */
  public ManufactureCommand() {
    this(InstantSource.system());
  }

  /** With the given clock. */
  ManufactureCommand(InstantSource clock) {
    this.clock = clock;
  }

  InstantSource clock() {
    return clock;
  }
}
