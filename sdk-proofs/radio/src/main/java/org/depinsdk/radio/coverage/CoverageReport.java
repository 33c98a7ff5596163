package org.depinsdk.radio.coverage;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.speed.Speedtest;

/** What is said about coverage in one area: by a radio, or by somebody who measured it. */
public sealed interface CoverageReport {
  /** Resolution of an area: about 36 square kilometres. All radios of an area are judged together. */
  int AREA_RESOLUTION = 6;

  /** Weakest signal that is taken, tenths of a dBm. */
  int MIN_SIGNAL_DECI_DBM = -2_000;

  /** Strongest signal that is taken, tenths of a dBm. */
  int MAX_SIGNAL_DECI_DBM = 500;

  /**
   * The area that the report is about.
   *
   * @return a cell of resolution {@value #AREA_RESOLUTION}
   */
  H3Cell area();

  /**
   * A cell with its signal.
   *
   * @param cell inside the area
   * @param signalDeciDbm tenths of a dBm
   */
  record Covered(H3Cell cell, int signalDeciDbm) {
    /** Checks the range. */
    public Covered {
      checkSignal(signalDeciDbm);
    }
  }

  /**
   * Where a radio was found.
   *
   * @param at when
   * @param point by its receiver
   */
  record Location(Instant at, GeoPoint point) {}

  /**
   * What a radio covers in an area. A later claim about the same area replaces it.
   *
   * @param area the area
   * @param type where the radio stands
   * @param covered 1 to {@value #MAX_CELLS} cells of one resolution inside the area, none twice
   * @param speedtests of its uplink, at most {@value #MAX_SAMPLES}
   * @param locations where it was found, at most {@value #MAX_SAMPLES}
   */
  record Claim(
      H3Cell area,
      RadioType type,
      List<Covered> covered,
      List<Speedtest> speedtests,
      List<Location> locations)
      implements CoverageReport {
    /** Most cells of a claim. */
    public static final int MAX_CELLS = 4_000;

    /** Most speedtests and locations. */
    public static final int MAX_SAMPLES = 48;

    /** Checks and copies. */
    public Claim {
      checkArea(area);
      covered = List.copyOf(covered);
      speedtests = List.copyOf(speedtests);
      locations = List.copyOf(locations);
      Fields.size("covered", covered.size(), 1, MAX_CELLS, "cells");
      Fields.size("speedtests", speedtests.size(), 0, MAX_SAMPLES, "speedtests");
      Fields.size("locations", locations.size(), 0, MAX_SAMPLES, "locations");
      Set<H3Cell> cells = new HashSet<>();
      for (Covered one : covered) {
        checkInside(one.cell(), area);
        Fields.check(
            one.cell().resolution() == covered.get(0).cell().resolution() && cells.add(one.cell()),
            "cell",
            one.cell(),
            "of the resolution of all cells, and none twice");
      }
    }
  }

  /**
   * A signal that was measured.
   *
   * @param area the area
   * @param cell where, inside the area
   * @param radio whose signal
   * @param signalDeciDbm tenths of a dBm
   */
  record Measurement(H3Cell area, H3Cell cell, DeviceId radio, int signalDeciDbm)
      implements CoverageReport {
    /** Checks the ranges. */
    public Measurement {
      checkArea(area);
      checkInside(cell, area);
      checkSignal(signalDeciDbm);
    }
  }

  private static void checkArea(H3Cell area) {
    Fields.check(
        area.resolution() == AREA_RESOLUTION,
        "area",
        area,
        "a cell of resolution " + AREA_RESOLUTION);
  }

  private static void checkInside(H3Cell cell, H3Cell area) {
    Fields.check(
        cell.resolution() >= AREA_RESOLUTION && cell.parent(AREA_RESOLUTION).equals(area),
        "cell",
        cell,
        "inside area " + area);
  }

  private static void checkSignal(int signalDeciDbm) {
    Fields.range("signalDeciDbm", signalDeciDbm, MIN_SIGNAL_DECI_DBM, MAX_SIGNAL_DECI_DBM);
  }
}
