package org.depinsdk.wifi;

import org.depinsdk.core.geo.GeoPoint;

/** Walks on the map, in metres. Good for a city, not for a continent. */
final class Place {
  private static final double METERS_PER_DEGREE = 111_195;

  private Place() {}

  /** The point that lies so many metres north and east of another. */
  static GeoPoint offset(GeoPoint from, double northMeters, double eastMeters) {
    double parallel =
        METERS_PER_DEGREE * StrictMath.cos(StrictMath.toRadians(from.latitudeDegrees()));
    return GeoPoint.ofDegrees(
        from.latitudeDegrees() + northMeters / METERS_PER_DEGREE,
        from.longitudeDegrees() + eastMeters / parallel);
  }

  /** The point that lies so many metres away in a direction, clockwise from the north. */
  static GeoPoint away(GeoPoint from, double meters, double radians) {
    return offset(from, meters * StrictMath.cos(radians), meters * StrictMath.sin(radians));
  }
}
