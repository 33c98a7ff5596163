package org.depinsdk.wifi;

import java.util.List;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.rewards.TokenAmount;

/** The fleet on its H3 cells, as SVG. */
final class FleetMap {
  private static final int WIDTH = 900;
  private static final int MARGIN = 20;

  private final List<Fleet.AccessPoint> fleet;
  private final RunSummary summary;
  private final HexGrid grid;
  private final TreeSet<H3Cell> cells = new TreeSet<>();
  private double west = 180;
  private double east = -180;
  private double south = 90;
  private double north = -90;

  FleetMap(List<Fleet.AccessPoint> fleet, RunSummary summary, HexGrid grid) {
    this.fleet = fleet;
    this.summary = summary;
    this.grid = grid;
    for (Fleet.AccessPoint one : fleet) {
      cells.addAll(grid.disk(one.cell(), 1));
    }
    for (H3Cell cell : cells) {
      for (GeoPoint corner : grid.boundary(cell)) {
        west = Math.min(west, corner.longitudeDegrees());
        east = Math.max(east, corner.longitudeDegrees());
        south = Math.min(south, corner.latitudeDegrees());
        north = Math.max(north, corner.latitudeDegrees());
      }
    }
  }

  String svg() {
    StringBuilder svg = new StringBuilder("<svg viewBox=\"0 0 " + WIDTH + " " + height() + "\" role=img "
        + "aria-label=\"Map of the access points\">");
    TreeSet<H3Cell> occupied = new TreeSet<>();
    fleet.forEach(one -> occupied.add(one.cell()));
    for (H3Cell cell : cells) {
      StringJoiner corners = new StringJoiner(" ");
      grid.boundary(cell).forEach(corner -> corners.add(x(corner) + "," + y(corner)));
      svg.append("<polygon class=").append(occupied.contains(cell) ? "cell" : "empty").append(" points=\"")
          .append(corners).append("\"><title>").append(cell).append("</title></polygon>");
    }
    TokenAmount most = fleet.stream().map(f -> summary.earned(f.self().id())).reduce(TokenAmount.of(1), TokenAmount::max);
    for (Fleet.AccessPoint one : fleet) {
      point(svg, one, most);
    }
    return svg.append("</svg>").toString();
  }

  private void point(StringBuilder svg, Fleet.AccessPoint one, TokenAmount most) {
    TokenAmount earned = summary.earned(one.self().id());
    long percent = earned.mulDiv(100, 1).toBigInteger().divide(most.toBigInteger()).longValueExact();
    String kind = one.behaviour().isCheat()
        ? "cheat"
        : one.behaviour() == Fleet.Behaviour.REAL_INTERFACE ? "real" : "honest";
    String trouble = HtmlReport.words(summary.troubles(one.self().id()));
    svg.append("<g class=").append(kind).append("><circle cx=").append(x(one.place())).append(" cy=")
        .append(y(one.place())).append(" r=").append(6 + percent / 8).append("><title>")
        .append(HtmlReport.escape(one.name() + ": " + one.behaviour().words() + "\n" + one.self().id() + "\nearned "
            + ConsoleReport.tokens(earned) + (trouble.isEmpty() ? "" : "\n" + trouble)))
        .append("</title></circle><text x=").append(x(one.place()) + 10).append(" y=").append(y(one.place()) - 8)
        .append(">").append(one.name()).append("</text></g>");
  }

  // an equirectangular map, true to scale in the middle of the fleet
  private double scale() {
    return (WIDTH - 2.0 * MARGIN) / ((east - west) * Math.cos(Math.toRadians((north + south) / 2)));
  }

  private int height() {
    return (int) Math.ceil((north - south) * scale()) + 2 * MARGIN;
  }

  private int x(GeoPoint point) {
    return MARGIN
        + (int) Math.round(
            (point.longitudeDegrees() - west) * Math.cos(Math.toRadians((north + south) / 2)) * scale());
  }

  private int y(GeoPoint point) {
    return MARGIN + (int) Math.round((north - point.latitudeDegrees()) * scale());
  }
}
