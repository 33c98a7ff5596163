package org.depinsdk.proofs.location;

import java.time.Duration;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.proofs.ProofConfig;

/** The settings of location/1, read and checked. */
record LocationRules(
    boolean assertedRequired,
    long maxDistanceMeters,
    long maxAccuracyMeters,
    long maxSpeedMetersPerSecond,
    long minFixes,
    Optional<Duration> coolDown,
    long capacity,
    int capacityResolution,
    boolean movementRequired,
    int movementResolution,
    String landmarkClass,
    long witnessRangeMeters,
    long minWitnesses) {
  LocationRules(ProofConfig config) {
    this(
        required(config, "asserted", "required"),
        config.number("max-distance", 500, 0, 1_000_000),
        config.number("max-accuracy", 100, 0, LocationReport.MAX_ACCURACY_METERS),
        config.number("max-speed", 350, 1, 100_000),
        config.number("min-fixes", 1, 1, 1_000_000),
        config.settings().containsKey("cool-down")
            ? Optional.of(config.duration("cool-down", Duration.ZERO))
            : Optional.empty(),
        config.number("capacity", 0, 0, 1_000_000),
        (int) config.number("capacity-resolution", 7, 0, 15),
        required(config, "movement", "none"),
        (int) config.number("movement-resolution", 8, 0, 15),
        config.text("landmark-class", "landmark"),
        config.number("witness-range", 300, 1, 1_000_000),
        config.number("min-witnesses", 0, 0, 1_000));
  }

  private static boolean required(ProofConfig config, String name, String fallback) {
    String value = config.text(name, fallback);
    if (!value.equals("required") && !value.equals("none")) {
      throw new IllegalArgumentException(
          "setting " + name + " must be required or none, not " + EncodingException.shown(value));
    }
    return value.equals("required");
  }
}
