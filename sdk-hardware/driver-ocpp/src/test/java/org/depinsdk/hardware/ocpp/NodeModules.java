package org.depinsdk.hardware.ocpp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Where the npm packages are: the environment says, or a folder above the checkout. */
final class NodeModules {
  private NodeModules() {}

  /** The folder node_modules with ocpp-rpc in it; skips the test if there is none. */
  static Path withOcppRpc() {
    String named = System.getenv("DEPIN_NODE_MODULES");
    Path found = named == null ? null : Path.of(named);
    for (Path at = Path.of("").toAbsolutePath(); found == null && at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("node_modules/ocpp-rpc"))) {
        found = at.resolve("node_modules");
      }
    }
    boolean there = found != null && Files.isDirectory(found.resolve("ocpp-rpc"));
    String why =
        "skipped: no node with ocpp-rpc; npm install ocpp-rpc@2.2.1, then set DEPIN_NODE_MODULES";
    if (!there || !hasNode()) {
      System.out.println(why);
    }
    Assumptions.assumeTrue(there && hasNode(), why);
    return found;
  }

  private static boolean hasNode() {
    try {
      return new ProcessBuilder("node", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
