package org.depinsdk.scaffold;

import org.depinsdk.client.Enrollment;
import org.depinsdk.service.Network;
import org.depinsdk.service.server.NetworkServer;

/** Air-quality sensors, paid for each hour in which they measured credibly. With {@code air-quality.json} this is all of it. */
final class AirQualityNetwork implements Network {
  public static void main(String[] args) {
    System.exit(NetworkServer.run(new AirQualityNetwork(), args));
  }

  @Override
  public boolean activates(Enrollment enrollment) {
    return enrollment.device().deviceClass().equals("air-sensor");
  }
}
