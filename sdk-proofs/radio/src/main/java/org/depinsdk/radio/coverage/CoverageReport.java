package org.depinsdk.radio.coverage;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;

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
      if (covered.isEmpty() || covered.size() > MAX_CELLS) {
        throw new IllegalArgumentException(
            "a claim has 1 to " + MAX_CELLS + " cells, not " + covered.size());
      }
      if (speedtests.size() > MAX_SAMPLES || locations.size() > MAX_SAMPLES) {
        throw new IllegalArgumentException("a claim has at most " + MAX_SAMPLES
            + " speedtests and locations, not " + speedtests.size() + " and " + locations.size());
      }
      Set<H3Cell> cells = new HashSet<>();
      for (Covered one : covered) {
        checkInside(one.cell(), area);
        if (one.cell().resolution() != covered.get(0).cell().resolution()
            || !cells.add(one.cell())) {
          throw new IllegalArgumentException(
              "cells must be of one resolution and none twice: " + one.cell());
        }
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
    if (area.resolution() != AREA_RESOLUTION) {
      throw new IllegalArgumentException(
          "area must be a cell of resolution " + AREA_RESOLUTION + ", not " + area);
    }
  }

  private static void checkInside(H3Cell cell, H3Cell area) {
    if (cell.resolution() < AREA_RESOLUTION || !cell.parent(AREA_RESOLUTION).equals(area)) {
      throw new IllegalArgumentException("cell " + cell + " is not inside area " + area);
    }
  }

  private static void checkSignal(int signalDeciDbm) {
    if (signalDeciDbm < MIN_SIGNAL_DECI_DBM || signalDeciDbm > MAX_SIGNAL_DECI_DBM) {
      throw new IllegalArgumentException("signalDeciDbm must be " + MIN_SIGNAL_DECI_DBM + " to "
          + MAX_SIGNAL_DECI_DBM + ", not " + signalDeciDbm);
    }
  }
}
