package org.depinsdk.scaffold;

import org.depinsdk.client.Enrollment;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.service.Network;
import org.depinsdk.service.SeededBeacons;
import org.depinsdk.service.server.NetworkServer;

/** Air-quality sensors, paid for each hour in which they measured credibly. With {@code air-quality.json} this is all of it. */
final class AirQualityNetwork implements Network {
  private final SeededBeacons beacons = new SeededBeacons("air-quality");

  public static void main(String[] args) {
    System.exit(NetworkServer.run(new AirQualityNetwork(), args));
  }

  @Override
  public Beacon beacon(Epoch epoch) {
    return beacons.of(epoch);
  }

  @Override
  public boolean activates(Enrollment enrollment) {
    return enrollment.device().deviceClass().equals("air-sensor");
  }
}
