package org.depinsdk.geo;

import com.uber.h3core.H3Core;
import com.uber.h3core.exceptions.H3Exception;
import com.uber.h3core.util.LatLng;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalLong;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;

/** {@link HexGrid} on {@code com.uber:h3}, which carries the grid's reference implementation for all common platforms. */
public final class H3Grid implements HexGrid {
  // mean radius of the earth of the WGS 84 ellipsoid (IUGG R1), the value that H3 uses
  private static final double EARTH_RADIUS_METERS = 6371007.180918475;

  private final H3Core h3;

  /** Loads the native library. */
  public H3Grid() {
    try {
      h3 = H3Core.newInstance();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the H3 library could not be unpacked; is the temporary folder writable?", e);
    }
  }

  @Override
  public H3Cell cellAt(GeoPoint point, int resolution) {
    if (resolution < 0 || resolution > H3Cell.MAX_RESOLUTION) {
      throw new IllegalArgumentException("resolution must be 0 to 15, not " + resolution);
    }
    return new H3Cell(
        h3.latLngToCell(point.latitudeDegrees(), point.longitudeDegrees(), resolution));
  }

  @Override
  public GeoPoint center(H3Cell cell) {
    return point(h3.cellToLatLng(cell.index()));
  }

  @Override
  public List<GeoPoint> boundary(H3Cell cell) {
    return h3.cellToBoundary(cell.index()).stream().map(H3Grid::point).toList();
  }

  @Override
  public List<H3Cell> disk(H3Cell cell, int steps) {
    if (steps < 0) {
      throw new IllegalArgumentException("steps must be 0 or more, not " + steps);
    }
    return h3.gridDisk(cell.index(), steps).stream().map(H3Cell::new).sorted().toList();
  }

  @Override
  public OptionalLong distance(H3Cell from, H3Cell to) {
    if (from.resolution() != to.resolution()) {
      throw new IllegalArgumentException(
          "cells of one resolution expected, not " + from + " and " + to);
    }
    try {
      return OptionalLong.of(h3.gridDistance(from.index(), to.index()));
    } catch (H3Exception e) {
      return OptionalLong.empty();
    }
  }

  // The haversine formula in StrictMath, so that every machine gets the same metre.
  @Override
  public long distanceMeters(GeoPoint from, GeoPoint to) {
    double latitude1 = StrictMath.toRadians(from.latitudeDegrees());
    double latitude2 = StrictMath.toRadians(to.latitudeDegrees());
    double halfLatitude = StrictMath.sin((latitude2 - latitude1) / 2);
    double halfLongitude =
        StrictMath.sin(StrictMath.toRadians(to.longitudeDegrees() - from.longitudeDegrees()) / 2);
    double a = halfLatitude * halfLatitude
        + StrictMath.cos(latitude1) * StrictMath.cos(latitude2) * halfLongitude * halfLongitude;
    return StrictMath.round(
        2 * EARTH_RADIUS_METERS * StrictMath.asin(StrictMath.sqrt(Math.min(1, a))));
  }

  private static GeoPoint point(LatLng at) {
    return GeoPoint.ofDegrees(at.lat, at.lng);
  }
}
