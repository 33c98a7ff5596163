package org.depinsdk.tool.manufacture;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import org.depinsdk.core.registry.DeviceOrigin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Makes an authority. */
@Command(
    name = "init",
    description =
        "Makes an authority: its key, which stays in the folder, and its certificate, which networks pin.")
final class InitCommand extends FolderCommand {
  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "The manufacturer's name.")
  private String name = "";

  @Override
  public Integer call() throws IOException {
    try {
      DeviceOrigin.check("--name", name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec().commandLine(), e.getMessage(), e);
    }
    work(ManufacturerFolder.create(ca(), name, new SecureRandom(), now()));
    return 0;
  }

  @Override
  void work(ManufacturerFolder folder) {
    String key = Base64.getEncoder().encodeToString(folder.root().anchor().key().spki());
    System.out.println("Made " + ca().resolve("root.pem") + ". Keep " + ca().resolve("ca.key")
        + " offline: whoever has it can make devices.");
    System.out.println("For the policies of networks:");
    System.out.println("  anchors: [{name: \"" + name + "\", key: " + key
        + ", labels: [idevid, dedicated-chip]}]");
  }
}
