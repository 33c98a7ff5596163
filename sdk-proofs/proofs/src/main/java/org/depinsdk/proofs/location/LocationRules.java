package org.depinsdk.proofs.location;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.Setting;
import org.depinsdk.proofs.Settings;

/** The settings of location/1. */
record LocationRules(
    boolean assertedRequired,
    long maxDistanceMeters,
    long maxAccuracyMeters,
    long maxSpeedMetersPerSecond,
    long minFixes,
    Duration clockTolerance,
    Optional<Duration> coolDown,
    long capacity,
    int capacityResolution,
    Duration heardLately,
    boolean movementRequired,
    int movementResolution,
    String landmarkClass,
    long witnessRangeMeters,
    long minWitnesses) {
  private static final Map<String, Boolean> REQUIRED = Map.of("required", true, "none", false);

  static final Setting<Boolean> ASSERTED = Setting.choice(
      "asserted",
      REQUIRED,
      "required",
      "With none, devices travel and need not be at a registered place.");
  static final Setting<Long> MAX_DISTANCE = Setting.number(
      "max-distance",
      "metres",
      0,
      1_000_000,
      500,
      "How far a fix may lie from the asserted cell's centre, beside its accuracy.");
  static final Setting<Long> MAX_ACCURACY = Setting.number(
      "max-accuracy",
      "metres",
      0,
      LocationReport.MAX_ACCURACY_METERS,
      100,
      "Largest accuracy radius of a fix that counts. Wingbits asks 2.5.");
  static final Setting<Long> MAX_SPEED = Setting.number(
      "max-speed",
      "metres per second",
      1,
      100_000,
      350,
      "Fastest way between two fixes; the default is faster than an airliner.");
  static final Setting<Long> MIN_FIXES =
      Setting.number("min-fixes", "fixes", 1, 1_000_000, 1, "Fewest fixes that have to count.");
  static final Setting<Duration> CLOCK_TOLERANCE = Setting.duration(
      "clock-tolerance",
      Duration.ofMinutes(2),
      "How far a device's clock may be set back between two fixes; as much time is added to what lies between them.");
  static final Setting<Optional<Duration>> COOL_DOWN = Setting.optionalDuration(
      "cool-down",
      "How long the place of a device that moved is worth nothing; without it, no time. WeatherXM has P7D.");
  static final Setting<Long> CAPACITY = Setting.number(
      "capacity",
      "devices",
      0,
      1_000_000,
      0,
      "How many devices a cell has room for, the oldest first; 0 for any number. WeatherXM has 10.");
  static final Setting<Long> CAPACITY_RESOLUTION = Setting.number(
      "capacity-resolution",
      "H3 resolution",
      0,
      15,
      7,
      "The resolution of cells that have a capacity; 7 is about 5 square kilometres.");
  static final Setting<Duration> HEARD_LATELY = Setting.duration(
      "heard-lately",
      Duration.ofHours(48),
      "How long after a device's last good fix it still takes up room; one that never reported takes up none.");
  static final Setting<Boolean> MOVEMENT = Setting.choice(
      "movement",
      REQUIRED,
      "none",
      "With required, two fixes have to be in different cells, as DIMO's proof of movement, and further apart than both"
          + " accuracies together.");
  static final Setting<Long> MOVEMENT_RESOLUTION = Setting.number(
      "movement-resolution", "H3 resolution", 0, 15, 8, "The resolution of those cells.");
  static final Setting<String> LANDMARK_CLASS = Setting.string(
      "landmark-class", "landmark", "The device class of those whose round trips count.");
  static final Setting<Long> WITNESS_RANGE = Setting.number(
      "witness-range",
      "metres",
      1,
      1_000_000,
      300,
      "Within what distance devices hear each other by radio; the default is a Wi-Fi access point in the open.");
  static final Setting<Long> MIN_WITNESSES = Setting.number(
      "min-witnesses",
      "operators",
      0,
      1_000,
      0,
      "How many independent operators have to have heard a device at its place; one that more of them heard elsewhere is"
          + " not believed in any case.");
  static final Settings ALL = Settings.of(
      ASSERTED,
      MAX_DISTANCE,
      MAX_ACCURACY,
      MAX_SPEED,
      MIN_FIXES,
      CLOCK_TOLERANCE,
      COOL_DOWN,
      CAPACITY,
      CAPACITY_RESOLUTION,
      HEARD_LATELY,
      MOVEMENT,
      MOVEMENT_RESOLUTION,
      LANDMARK_CLASS,
      WITNESS_RANGE,
      MIN_WITNESSES);

  LocationRules(ProofConfig config) {
    this(
        config.get(ASSERTED),
        config.get(MAX_DISTANCE),
        config.get(MAX_ACCURACY),
        config.get(MAX_SPEED),
        config.get(MIN_FIXES),
        config.get(CLOCK_TOLERANCE),
        config.get(COOL_DOWN),
        config.get(CAPACITY),
        config.get(CAPACITY_RESOLUTION).intValue(),
        config.get(HEARD_LATELY),
        config.get(MOVEMENT),
        config.get(MOVEMENT_RESOLUTION).intValue(),
        config.get(LANDMARK_CLASS),
        config.get(WITNESS_RANGE),
        config.get(MIN_WITNESSES));
  }
}
