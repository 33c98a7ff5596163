package org.depinsdk.scaffold.ev;

import org.depinsdk.client.Enrollment;
import org.depinsdk.service.Network;
import org.depinsdk.service.server.NetworkServer;

/** Charging stations, paid for the energy that their meters signed. The rules are in the policy file. */
public final class EvNetwork implements Network {
  /**
   * Serves the network.
   *
   * @param args the policy file, then options; {@code --help} lists them
   */
  public static void main(String[] args) {
    System.exit(NetworkServer.run(new EvNetwork(), args));
  }

  /** Lets in every device of the network's classes, for demonstrations. */
  @Override
  public boolean activates(Enrollment enrollment) {
    return enrollment.device().deviceClass().equals("charge-point");
  }
}
