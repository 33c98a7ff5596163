package org.depinsdk.scaffold;

import org.depinsdk.client.Enrollment;
import org.depinsdk.service.Network;
import org.depinsdk.service.server.NetworkServer;

/**
 * The smallest network: devices are paid for being heard. Its rules are data, in {@code policy.json}. Copy this class, rename it,
 * and override what your network decides otherwise.
 */
public final class UptimeNetwork implements Network {
  /**
   * Serves the network.
   *
   * @param args the policy file, then options; {@code --help} lists them
   */
  public static void main(String[] args) {
    System.exit(NetworkServer.run(new UptimeNetwork(), args));
  }

  /** Lets everybody in, for demonstrations. */
  @Override
  public boolean activates(Enrollment enrollment) {
    return true;
  }
}
