package org.depinsdk.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.epoch.EpochFigures;
import org.depinsdk.epoch.EpochFigures.DeviceFigures;
import org.depinsdk.epoch.EpochFigures.Reports;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.junit.jupiter.api.Test;

class PlaceMapTest {
  private static final OperatorId OWNER = new OperatorId("0x%040x".formatted(1));
  private static final long TOWN = 0x891f1d48177ffffL;

  @Test
  void aCellHasItsDevicesAndWhatTheyWerePaid() {
    SortedMap<DeviceId, DeviceFigures> devices = new TreeMap<>();
    devices.put(device(1), figures(Optional.of(cell(0, 0, 0)), 100));
    devices.put(device(2), figures(Optional.of(cell(0, 0, 0)), 300));
    devices.put(device(3), figures(Optional.of(cell(0, 0, 1)), 100));
    devices.put(device(4), figures(Optional.empty(), 100));
    String html = html(devices);
    assertThat(html)
        .contains("3 devices in 2 cells")
        .contains("<g style=\"--p:100\"><title>cell " + cell(0, 0, 0) + ": 2 devices, 4 TEST paid")
        .contains("<g style=\"--p:50\"><title>cell " + cell(0, 0, 1) + ": 1 device, 1 TEST paid")
        .doesNotContain("NaN", "Infinity");
  }

  @Test
  void nothingIsDrawnOutsideOfTheMap() {
    SortedMap<DeviceId, DeviceFigures> devices = new TreeMap<>();
    for (int i = 0; i < 7; i++) {
      devices.put(device(i), figures(Optional.of(cell(i, 0, 0)), 1));
    }
    String html = html(devices);
    double height = Double.parseDouble(Pattern.compile("viewBox=\"0 0 900.0 ([\\d.]+)")
        .matcher(html)
        .results()
        .findFirst()
        .orElseThrow()
        .group(1));
    List<MatchResult> points = Pattern.compile("(-?[\\d.]+),(-?[\\d.]+)")
        .matcher(html.replaceAll("<title>.*?</title>", ""))
        .results()
        .toList();
    assertThat(points).hasSize(7 * 4).allSatisfy(point -> {
      assertThat(Double.parseDouble(point.group(1))).isBetween(0.0, 900.0);
      assertThat(Double.parseDouble(point.group(2))).isBetween(0.0, height);
    });
  }

  @Test
  void ofTooManyCellsTheCoarserOnesAreDrawn() {
    SortedMap<DeviceId, DeviceFigures> devices = new TreeMap<>();
    for (int i = 0; i < 343 + 98; i++) {
      H3Cell place =
          new H3Cell(cell(i / 49 % 7, i / 7 % 7, i % 7).index() ^ (i < 343 ? 0L : 1L << 27));
      devices.put(device(i), figures(Optional.of(place), 1));
    }
    String html = html(devices);
    assertThat(html).contains("441 devices in 63 cells");
    assertThat(html.split("<polygon", -1)).hasSize(64);
  }

  @Test
  void withoutPlacesThereIsNoMap() {
    SortedMap<DeviceId, DeviceFigures> devices = new TreeMap<>();
    devices.put(device(1), figures(Optional.empty(), 100));
    assertThat(PlaceMap.of(List.of(epoch(devices)), new Squares())).isEmpty();
  }

  private static String html(SortedMap<DeviceId, DeviceFigures> devices) {
    return PlaceMap.of(List.of(epoch(devices)), new Squares()).orElseThrow().html();
  }

  private static DeviceFigures figures(Optional<H3Cell> place, long paid) {
    return new DeviceFigures(
        OWNER, place, new TreeMap<>(Map.of("pool", TokenAmount.of(paid))), Reports.NONE);
  }

  private static EpochFigures epoch(SortedMap<DeviceId, DeviceFigures> devices) {
    return new EpochFigures(
        "test-net",
        "test/1",
        new Token("TEST", 2),
        new EpochSchedule(
                Instant.parse("2026-01-01T00:00:00Z"), Duration.ofHours(1), Duration.ofMinutes(10))
            .at(0),
        "0x" + "ab".repeat(32),
        TokenAmount.of(1),
        TokenAmount.of(1),
        TokenAmount.ZERO,
        Optional.empty(),
        1,
        devices.size(),
        new TreeMap<>(),
        devices);
  }

  /** A cell of resolution 9 by its last three digits. */
  private static H3Cell cell(int seven, int eight, int nine) {
    long digits = (long) seven << 6 | (long) eight << 3 | nine;
    return new H3Cell(TOWN & ~(0777L << 18) | digits << 18);
  }

  private static DeviceId device(int number) {
    byte[] secret = new byte[32];
    secret[30] = (byte) (number >> 8);
    secret[31] = (byte) (number + 1);
    secret[0] = 1;
    try {
      return DeviceId.derive(
          "test-net", InMemorySigner.ofSecret(KeyAlgorithm.ED25519, secret).publicKey());
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Squares by the digits of a cell, in place of H3's native code. */
  private static final class Squares implements HexGrid {
    @Override
    public H3Cell cellAt(GeoPoint point, int resolution) {
      throw new UnsupportedOperationException();
    }

    @Override
    public GeoPoint center(H3Cell cell) {
      long digits = cell.index() >>> 18;
      return GeoPoint.ofDegrees(50 + 0.01 * (digits & 7), 8 + 0.01 * (digits >>> 3 & 0777));
    }

    @Override
    public List<GeoPoint> boundary(H3Cell cell) {
      GeoPoint center = center(cell);
      double latitude = center.latitudeDegrees();
      double longitude = center.longitudeDegrees();
      return List.of(
          GeoPoint.ofDegrees(latitude - 0.005, longitude - 0.005),
          GeoPoint.ofDegrees(latitude - 0.005, longitude + 0.005),
          GeoPoint.ofDegrees(latitude + 0.005, longitude + 0.005),
          GeoPoint.ofDegrees(latitude + 0.005, longitude - 0.005));
    }

    @Override
    public List<H3Cell> disk(H3Cell cell, int steps) {
      throw new UnsupportedOperationException();
    }

    @Override
    public OptionalLong distance(H3Cell from, H3Cell to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long distanceMeters(GeoPoint from, GeoPoint to) {
      throw new UnsupportedOperationException();
    }
  }
}
