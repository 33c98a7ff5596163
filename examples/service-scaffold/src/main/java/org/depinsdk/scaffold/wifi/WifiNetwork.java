package org.depinsdk.scaffold.wifi;

import java.util.Set;
import org.depinsdk.client.Enrollment;
import org.depinsdk.service.Network;
import org.depinsdk.service.server.NetworkServer;

/** Access points, paid for the bytes that clients confirm and for being heard. The rules are in the policy file. */
public final class WifiNetwork implements Network {
  /**
   * Serves the network.
   *
   * @param args the policy file, then options; {@code --help} lists them
   */
  public static void main(String[] args) {
    System.exit(NetworkServer.run(new WifiNetwork(), args));
  }

  /** Lets in every device of the network's classes, for demonstrations. */
  @Override
  public boolean activates(Enrollment enrollment) {
    return Set.of("access-point", "client").contains(enrollment.device().deviceClass());
  }
}
