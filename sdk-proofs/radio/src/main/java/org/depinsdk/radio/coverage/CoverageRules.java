package org.depinsdk.radio.coverage;

import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.ProofConfig;

/** The settings of coverage/1, read and checked. */
final class CoverageRules {
  static final int DEFAULT_RESOLUTION = 12;
  static final int DEFAULT_MIN_MEASUREMENTS = 3;

  private final ProofConfig config;
  private final SignalLevel.Thresholds thresholds;
  private final int resolution;
  private final boolean locationRequired;
  private final boolean speedtestRequired;
  private final int minMeasurements;
  private final String mapperClass;
  private final Set<String> banned;
  private final Set<String> qualified;
  private final Set<String> unconnected;

  CoverageRules(ProofConfig config) {
    this.config = config;
    thresholds = switch (config.text("levels", "cellular")) {
      case "cellular" -> SignalLevel.Thresholds.CELLULAR;
      case "wifi" -> SignalLevel.Thresholds.WIFI;
      default ->
        throw new IllegalArgumentException("setting levels must be cellular or wifi, not "
            + EncodingException.shown(config.text("levels", "")));
    };
    resolution = (int) config.number(
        "resolution", DEFAULT_RESOLUTION, CoverageReport.AREA_RESOLUTION, H3Cell.MAX_RESOLUTION);
    locationRequired = required("location");
    speedtestRequired = required("speedtest");
    minMeasurements = (int) config.number("min-measurements", DEFAULT_MIN_MEASUREMENTS, 1, 1_000);
    mapperClass = config.text("mapper-class", "mapper");
    banned = list("banned");
    qualified = list("qualified");
    unconnected = list("unconnected");
  }

  SignalLevel.Thresholds thresholds() {
    return thresholds;
  }

  int resolution() {
    return resolution;
  }

  boolean locationRequired() {
    return locationRequired;
  }

  boolean speedtestRequired() {
    return speedtestRequired;
  }

  int minMeasurements() {
    return minMeasurements;
  }

  String mapperClass() {
    return mapperClass;
  }

  CoveragePoints.ProviderStatus status(DeviceId device) {
    if (banned.contains(device.text())) {
      return CoveragePoints.ProviderStatus.BANNED;
    }
    if (unconnected.contains(device.text())) {
      return CoveragePoints.ProviderStatus.NOT_ENOUGH_CONNECTIONS;
    }
    return qualified.contains(device.text())
        ? CoveragePoints.ProviderStatus.QUALIFIED
        : CoveragePoints.ProviderStatus.ELIGIBLE;
  }

  Assignment assignment(H3Cell cell) {
    String text = config.text("assignment." + cell, "");
    return text.isEmpty() ? Assignment.BEST : new Assignment(text);
  }

  OptionalInt boost(H3Cell cell, Instant at) {
    String text = config.text("boost." + cell, "");
    return text.isEmpty() ? OptionalInt.empty() : HexBoost.parse(text).multiplierAt(at);
  }

  private boolean required(String name) {
    String value = config.text(name, "required");
    if (!value.equals("required") && !value.equals("none")) {
      throw new IllegalArgumentException(
          "setting " + name + " must be required or none, not " + EncodingException.shown(value));
    }
    return value.equals("required");
  }

  private Set<String> list(String name) {
    Set<String> entries = new TreeSet<>(Arrays.asList(config.text(name, "").split(",", -1)));
    entries.remove("");
    return entries;
  }
}
