package org.depinsdk.page;

import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.epoch.EpochFigures;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;

/**
 * Where devices say that they are, as SVG: a hexagon for each H3 cell with devices, in a colour that is the stronger the more was
 * paid for them. Where too many cells have devices, those of a coarser resolution are shown.
 */
final class PlaceMap {
  /** How many cells are drawn at most. */
  static final int MOST_CELLS = 400;

  private static final double WIDTH = 900;
  private static final double MOST_HEIGHT = 600;
  private static final double MARGIN = 12;
  private static final double LEAST_RADIUS = 4;

  private final Token token;
  private final HexGrid grid;
  private final SortedMap<H3Cell, Devices> cells;
  private final double west;
  private final double north;
  private final double narrowing;
  private final double scale;
  private final double height;

  private record Devices(int count, TokenAmount paid) {
    Devices plus(Devices more) {
      return new Devices(count + more.count, paid.plus(more.paid));
    }
  }

  private PlaceMap(Token token, HexGrid grid, SortedMap<H3Cell, Devices> cells) {
    this.token = token;
    this.grid = grid;
    this.cells = cells;
    List<GeoPoint> corners =
        cells.keySet().stream().map(grid::boundary).flatMap(Collection::stream).toList();
    west = corners.stream().mapToDouble(GeoPoint::longitudeDegrees).min().orElseThrow();
    north = corners.stream().mapToDouble(GeoPoint::latitudeDegrees).max().orElseThrow();
    double east = corners.stream().mapToDouble(GeoPoint::longitudeDegrees).max().orElseThrow();
    double south = corners.stream().mapToDouble(GeoPoint::latitudeDegrees).min().orElseThrow();
    // an equirectangular map, true to scale in the middle
    narrowing = Math.cos(Math.toRadians((north + south) / 2));
    scale = Math.min(
        (WIDTH - 2 * MARGIN) / ((east - west) * narrowing),
        (MOST_HEIGHT - 2 * MARGIN) / (north - south));
    height = (north - south) * scale + 2 * MARGIN;
  }

  /** The map of the devices that the epochs list; empty if none has a place. */
  static Optional<PlaceMap> of(List<EpochFigures> epochs, HexGrid grid) {
    SortedMap<DeviceId, H3Cell> places = new TreeMap<>();
    SortedMap<DeviceId, TokenAmount> paid = new TreeMap<>();
    for (EpochFigures epoch : epochs) {
      epoch.devices().forEach((device, figures) -> {
        figures
            .place()
            .ifPresentOrElse(cell -> places.put(device, cell), () -> places.remove(device));
        paid.merge(device, EpochFigures.sum(figures.paid()), TokenAmount::plus);
      });
    }
    if (places.isEmpty()) {
      return Optional.empty();
    }
    SortedMap<H3Cell, Devices> own = new TreeMap<>();
    places.forEach((device, cell) -> own.merge(
        cell, new Devices(1, paid.getOrDefault(device, TokenAmount.ZERO)), Devices::plus));
    SortedMap<H3Cell, Devices> cells = own;
    for (int r = H3Cell.MAX_RESOLUTION - 1; r >= 0 && cells.size() > MOST_CELLS; r--) {
      int resolution = r;
      cells =
          joined(cells, cell -> cell.resolution() > resolution ? cell.parent(resolution) : cell);
    }
    return Optional.of(new PlaceMap(epochs.get(epochs.size() - 1).token(), grid, cells));
  }

  private static SortedMap<H3Cell, Devices> joined(
      SortedMap<H3Cell, Devices> cells, UnaryOperator<H3Cell> to) {
    SortedMap<H3Cell, Devices> joined = new TreeMap<>();
    cells.forEach((cell, devices) -> joined.merge(to.apply(cell), devices, Devices::plus));
    return joined;
  }

  String html() {
    int devices = cells.values().stream().mapToInt(Devices::count).sum();
    String words = (devices == 1 ? "1 device" : devices + " devices") + " in "
        + (cells.size() == 1 ? "1 cell" : cells.size() + " cells");
    BigInteger most = cells.values().stream()
        .map(Devices::paid)
        .reduce(TokenAmount.of(1), TokenAmount::max)
        .toBigInteger();
    StringBuilder svg = new StringBuilder("<p>Where devices say that they are: ")
        .append(words)
        .append(" of the H3 grid. The stronger the colour, the more was paid there.</p>")
        .append("<svg class=places role=img viewBox=\"0 0 " + number(WIDTH) + " " + number(height))
        .append("\" aria-label=\"Map: ")
        .append(words)
        .append("; the devices are listed by operator below\">");
    cells.forEach((cell, one) -> cell(svg, cell, one, most));
    return svg.append("</svg>").toString();
  }

  private void cell(StringBuilder svg, H3Cell cell, Devices devices, BigInteger most) {
    // the root lets small amounts show beside large ones
    long percent = devices
        .paid()
        .toBigInteger()
        .multiply(BigInteger.valueOf(10_000))
        .divide(most)
        .sqrt()
        .longValueExact();
    svg.append("<g style=\"--p:").append(percent).append("\"><title>");
    svg.append(Page.escape("cell " + cell + ": "
        + (devices.count() == 1 ? "1 device" : devices.count() + " devices") + ", "
        + token.format(devices.paid()) + " " + token.symbol() + " paid"));
    StringJoiner corners = new StringJoiner(" ");
    grid.boundary(cell).forEach(corner -> corners.add(number(x(corner)) + "," + number(y(corner))));
    GeoPoint center = grid.center(cell);
    svg.append("</title><polygon points=\"").append(corners).append("\"/>");
    // a cell that is small on the map is a dot
    svg.append("<circle r=" + number(LEAST_RADIUS) + " cx=" + number(x(center)));
    svg.append(" cy=" + number(y(center)) + "></circle></g>");
  }

  private double x(GeoPoint point) {
    return MARGIN + (point.longitudeDegrees() - west) * narrowing * scale;
  }

  private double y(GeoPoint point) {
    return MARGIN + (north - point.latitudeDegrees()) * scale;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
