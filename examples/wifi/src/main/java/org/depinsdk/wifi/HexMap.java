package org.depinsdk.wifi;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.page.Page;
import org.depinsdk.radio.coverage.SignalLevel;
import org.depinsdk.rewards.TokenAmount;

/** The covered H3 cells and the access points on them, as SVG. */
final class HexMap {
  private static final int WIDTH = 900;
  private static final int MARGIN = 14;

  private final List<Fleet.AccessPoint> fleet;
  private final RunSummary summary;
  private final HexGrid grid;
  private final TreeSet<H3Cell> cells = new TreeSet<>();
  private final TokenAmount most;
  private double west = 180;
  private double east = -180;
  private double south = 90;
  private double north = -90;

  HexMap(List<Fleet.AccessPoint> fleet, RunSummary summary, HexGrid grid) {
    this.fleet = fleet;
    this.summary = summary;
    this.grid = grid;
    summary.coverage().cells().keySet().forEach(cell -> cells.addAll(grid.disk(cell, 1)));
    for (Fleet.AccessPoint one : fleet) {
      cells.add(grid.cellAt(one.place(), RadioModel.RESOLUTION));
      cells.add(grid.cellAt(one.saysThatItStandsAt(grid), RadioModel.RESOLUTION));
    }
    cells.forEach(cell -> grid.boundary(cell).forEach(this::include));
    most = summary.coverage().cells().values().stream()
        .map(CoverageSummary::paid)
        .reduce(TokenAmount.of(1), TokenAmount::max);
  }

  private void include(GeoPoint corner) {
    west = Math.min(west, corner.longitudeDegrees());
    east = Math.max(east, corner.longitudeDegrees());
    south = Math.min(south, corner.latitudeDegrees());
    north = Math.max(north, corner.latitudeDegrees());
  }

  String svg() {
    StringBuilder svg = new StringBuilder(
        "<svg id=map class=by-level viewBox=\"0 0 " + WIDTH + " " + height()
            + "\" role=img aria-label=\"Map of the covered cells and the access points; the table below has the same\">");
    // the later is on top
    var boosted = summary.coverage().boosted().keySet();
    cells.stream().filter(cell -> !boosted.contains(cell)).forEach(cell -> hex(svg, cell));
    boosted.forEach(cell -> hex(svg, cell));
    fleet.forEach(one -> lie(svg, one));
    fleet.forEach(one -> marker(svg, one));
    return svg.append("</svg>").toString();
  }

  private void hex(StringBuilder svg, H3Cell cell) {
    List<CoverageSummary.Ranked> ranked = summary.coverage().cells().getOrDefault(cell, List.of());
    StringJoiner corners = new StringJoiner(" ");
    grid.boundary(cell).forEach(corner -> corners.add(x(corner) + "," + y(corner)));
    StringJoiner classes = new StringJoiner(" ").add("hex");
    if (ranked.isEmpty()) {
      classes.add("free");
    } else {
      SignalLevel best = ranked.stream()
          .map(r -> r.entry().level())
          .min(SignalLevel::compareTo)
          .orElse(SignalLevel.NONE);
      classes.add(best.name().toLowerCase(Locale.ROOT));
    }
    if (summary.coverage().boosted().containsKey(cell)) {
      classes.add("boosted");
    }
    svg.append("<polygon class=\"").append(classes).append('"');
    if (!ranked.isEmpty()) {
      // the root lets small amounts show beside large ones
      long percent = CoverageSummary.paid(ranked)
          .mulDiv(10_000, 1)
          .toBigInteger()
          .divide(most.toBigInteger())
          .sqrt()
          .longValueExact();
      svg.append(" data-cell=").append(cell).append(" style=\"--p:").append(percent);
      svg.append('"');
    }
    svg.append(" points=\"").append(corners).append("\"/>");
  }

  // from where it stands to where it says that it stands
  private void lie(StringBuilder svg, Fleet.AccessPoint one) {
    if (one.standsElsewhere()) {
      GeoPoint said = one.saysThatItStandsAt(grid);
      svg.append("<path class=lie d=\"M")
          .append(x(one.place()) + " " + y(one.place()) + "L" + x(said) + " " + y(said))
          .append("\"/><circle class=said r=7 cx=")
          .append(x(said) + " cy=" + y(said))
          .append("></circle>");
    }
  }

  private void marker(StringBuilder svg, Fleet.AccessPoint one) {
    svg.append("<g class=\"ap ")
        .append(one.behaviour().kind())
        .append("\" data-ap=")
        .append(one.number())
        .append("><title>")
        .append(Page.escape(one.name() + ": " + one.behaviour().words() + ", earned "
            + WifiTables.tokens(summary.totals().earned(one.self().id()))))
        .append("</title><circle r=9 cx=")
        .append(x(one.place()))
        .append(" cy=")
        .append(y(one.place()))
        .append("></circle><text x=")
        .append(x(one.place()))
        .append(" y=")
        .append(y(one.place()) - 14)
        .append(">")
        .append(one.number() + 1)
        .append("</text></g>");
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
        + (int) Math.round((point.longitudeDegrees() - west)
            * Math.cos(Math.toRadians((north + south) / 2))
            * scale());
  }

  private int y(GeoPoint point) {
    return MARGIN + (int) Math.round((north - point.latitudeDegrees()) * scale());
  }
}
