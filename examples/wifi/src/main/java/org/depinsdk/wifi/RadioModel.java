package org.depinsdk.wifi;

import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.radio.coverage.CoverageReport;
import org.depinsdk.radio.coverage.RadioType;

/**
 * How strong an access point is at a distance in this simulated city: log-distance path loss, with walls around those that
 * stand indoors.
 *
 * @param grid the geometry of H3
 */
record RadioModel(HexGrid grid) {
  /** Resolution of the cells that are claimed: about 130 metres across. */
  static final int RESOLUTION = 10;

  /** As far as access points hear each other, in metres. */
  static final long HEARING_METERS = 400;

  /** As far as a client can tell how strong a signal is, in metres. */
  static final long MEASURING_METERS = 270;

  // what an honest operator leaves between what it measured and what it claims
  private static final int MARGIN_DECI_DB = 30;
  private static final int OVERSTATED_DECI_DB = 250;

  /** The signal of a radio at a distance, tenths of a dBm. */
  int signalDeciDbm(RadioType type, long meters) {
    double indoors = type == RadioType.INDOOR ? 12 : 0;
    return (int) StrictMath.rint(10 * (8 - indoors - 37 * StrictMath.log10(Math.max(10, meters))));
  }

  /** What an access point says that it covers, from the place at which it says that it stands. */
  List<CoverageReport.Covered> claim(Fleet.AccessPoint who) {
    GeoPoint from = who.saysThatItStandsAt(grid);
    int lift = who.behaviour() == Fleet.Behaviour.OVERSTATER ? OVERSTATED_DECI_DB : -MARGIN_DECI_DB;
    List<CoverageReport.Covered> covered = new ArrayList<>();
    for (H3Cell cell : grid.disk(grid.cellAt(from, RESOLUTION), reach(who.type()))) {
      long meters = grid.distanceMeters(from, grid.center(cell));
      covered.add(new CoverageReport.Covered(
          cell, Math.min(-300, signalDeciDbm(who.type(), meters) + lift)));
    }
    return covered;
  }

  private static int reach(RadioType type) {
    return type == RadioType.INDOOR ? 0 : 2;
  }

  /** The access points of others that one hears, in the order of the fleet. */
  List<Fleet.AccessPoint> heardBy(Fleet.AccessPoint who, List<Fleet.AccessPoint> fleet) {
    return fleet.stream()
        .filter(other -> !other.self().operator().equals(who.self().operator()))
        .filter(other -> grid.distanceMeters(who.place(), other.place()) <= HEARING_METERS)
        .toList();
  }

  /** The access points whose signal can be measured at a place, in the order of the fleet. */
  List<Fleet.AccessPoint> measuredAt(GeoPoint place, List<Fleet.AccessPoint> fleet) {
    return fleet.stream()
        .filter(other -> grid.distanceMeters(place, other.place()) <= MEASURING_METERS)
        .toList();
  }
}
