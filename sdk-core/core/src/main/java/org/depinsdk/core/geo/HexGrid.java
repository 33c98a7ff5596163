package org.depinsdk.core.geo;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;

/**
 * The geometry of the H3 grid. The implementation brings native code and lives in {@code depin-sdk-geo}; put that jar on
 * the path and {@link #load()} finds it.
 *
 * <p>Implementations are safe for several threads.
 */
public interface HexGrid {
  /**
   * The cell that holds a point.
   *
   * @param point any point
   * @param resolution 0 to 15
   * @return the cell
   */
  H3Cell cellAt(GeoPoint point, int resolution);

  /**
   * The centre of a cell.
   *
   * @param cell the cell
   * @return the centre, rounded to 1e-7 degrees
   */
  GeoPoint center(H3Cell cell);

  /**
   * The corners of a cell, in order.
   *
   * @param cell the cell
   * @return five to ten points
   */
  List<GeoPoint> boundary(H3Cell cell);

  /**
   * The cells within a number of steps, the cell itself included.
   *
   * @param cell the middle
   * @param steps 0 or more
   * @return the cells, ascending
   */
  List<H3Cell> disk(H3Cell cell, int steps);

  /**
   * How many steps lie between two cells of one resolution.
   *
   * @param from a cell
   * @param to another of the same resolution
   * @return the distance in cells, empty if the grid cannot tell (far apart, or across a pentagon)
   */
  OptionalLong distance(H3Cell from, H3Cell to);

  /**
   * The great-circle distance of two points, rounded to whole metres.
   *
   * @param from a point
   * @param to another
   * @return metres
   */
  long distanceMeters(GeoPoint from, GeoPoint to);

  /**
   * Finds the grid on the path.
   *
   * @return the first provider
   */
  static HexGrid load() {
    return find()
        .orElseThrow(() ->
            new IllegalStateException("no HexGrid found: add depin-sdk-geo to the dependencies"));
  }

  /**
   * Finds the grid on the path, if there is one.
   *
   * @return the first provider; empty if there is none
   */
  static Optional<HexGrid> find() {
    return ServiceLoader.load(HexGrid.class).findFirst();
  }
}
