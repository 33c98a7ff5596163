package org.depinsdk.scaffold.sensors;

import org.depinsdk.client.Enrollment;
import org.depinsdk.service.Network;
import org.depinsdk.service.server.NetworkServer;

/** Air-quality sensors, paid for each interval in which they measured credibly. The rules are in the policy file. */
public final class SensorNetwork implements Network {
  /**
   * Serves the network.
   *
   * @param args the policy file, then options; {@code --help} lists them
   */
  public static void main(String[] args) {
    System.exit(NetworkServer.run(new SensorNetwork(), args));
  }

  /** Lets in every device of the network's classes, for demonstrations. */
  @Override
  public boolean activates(Enrollment enrollment) {
    return enrollment.device().deviceClass().equals("air-sensor");
  }
}
