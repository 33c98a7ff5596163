package org.depinsdk.core.geo;

/**
 * A point on the earth (WGS 84) in whole 10<sup>-7</sup> degrees, about a centimetre, so that places compare and sort
 * without floating point.
 *
 * @param latitudeE7 latitude times 10<sup>7</sup>, -900000000 to 900000000
 * @param longitudeE7 longitude times 10<sup>7</sup>, -1800000000 to 1800000000
 */
public record GeoPoint(int latitudeE7, int longitudeE7) {
  /** Checks the ranges. */
  public GeoPoint {
    if (latitudeE7 < -900_000_000 || latitudeE7 > 900_000_000) {
      throw new IllegalArgumentException(
          "latitude must be -900000000 to 900000000 (1e-7 degrees), not " + latitudeE7);
    }
    if (longitudeE7 < -1_800_000_000 || longitudeE7 > 1_800_000_000) {
      throw new IllegalArgumentException(
          "longitude must be -1800000000 to 1800000000 (1e-7 degrees), not " + longitudeE7);
    }
  }

  /**
   * A point from degrees, rounded to the nearest 10<sup>-7</sup>.
   *
   * @param latitude degrees north, -90 to 90
   * @param longitude degrees east, -180 to 180
   * @return the point
   */
  public static GeoPoint ofDegrees(double latitude, double longitude) {
    if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
      throw new IllegalArgumentException("not a place on earth: " + latitude + ", " + longitude);
    }
    return new GeoPoint((int) Math.rint(latitude * 1e7), (int) Math.rint(longitude * 1e7));
  }

  /**
   * Latitude in degrees.
   *
   * @return degrees north
   */
  public double latitudeDegrees() {
    return latitudeE7 / 1e7;
  }

  /**
   * Longitude in degrees.
   *
   * @return degrees east
   */
  public double longitudeDegrees() {
    return longitudeE7 / 1e7;
  }
}
