package org.depinsdk.radio.witness;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.radio.witness.Pipeline.Check;

/** The checks of a witness in their order, as in helium/oracles iot_verifier/src/poc.rs. */
final class WitnessChecks {
  /** HIP-94: a witness comes within 4 s of a beacon that came first. */
  static final Duration AFTER_BEACON = Duration.ofMillis(4_000);

  /** HIP-94: where a witness came before the beacon, the others come within 1.5 s of that witness. */
  static final Duration AFTER_WITNESS = Duration.ofMillis(1_500);

  /** Widest difference of the two frequencies, in hertz. */
  static final int MAX_FREQUENCY_OFFSET_HZ = 100_000;

  /** Fewest steps between the two cells of resolution 11. */
  static final int MIN_DISTANCE_CELLS = 8;

  /** Longest distance. */
  static final long MAX_DISTANCE_METERS = 100_000;

  static final Pipeline<Subject> PIPELINE = new Pipeline<>(List.of(
      new Check<>(WitnessReasons.DUPLICATE, s -> !s.duplicate()),
      new Check<>(WitnessReasons.UNKNOWN_DEVICE, s -> s.witness().active()),
      new Check<>(WitnessReasons.NOT_ASSERTED, s -> s.witness().isAsserted()),
      new Check<>(WitnessReasons.DENIED, s -> !s.witness().denied()),
      new Check<>(WitnessReasons.DENIED_EDGE, s -> !s.deniedEdge()),
      new Check<>(
          WitnessReasons.SELF_WITNESS,
          s -> !s.witness().device().equals(s.beaconer().device())),
      new Check<>(
          WitnessReasons.OUTSIDE_WINDOW, s -> s.window().isOpenAt(s.times().received())),
      new Check<>(WitnessReasons.TOO_LATE, s -> isInTime(s.times())),
      new Check<>(
          WitnessReasons.WRONG_PACKET,
          s -> Arrays.equals(s.sent().packet(), s.heard().packet())),
      new Check<>(WitnessReasons.NOT_CAPABLE, s -> s.witness().capable()),
      new Check<>(
          WitnessReasons.WRONG_FREQUENCY,
          s -> isOnChannel(s.sent().frequencyHz(), s.heard().frequencyHz())),
      new Check<>(
          WitnessReasons.WRONG_REGION,
          s -> s.beaconer().region().name().equals(s.witness().region().name())),
      new Check<>(
          WitnessReasons.TOO_CLOSE,
          s -> isFarEnough(s.grid(), cell(s.beaconer()), cell(s.witness()))),
      new Check<>(WitnessReasons.TOO_FAR, s -> s.distanceMeters() <= MAX_DISTANCE_METERS),
      new Check<>(
          WitnessReasons.TOO_STRONG,
          s -> isPossible(
              s.heard().signalDeciDbm(),
              s.sent().txPowerDbm(),
              s.beaconer().gainDeciDbi() + s.witness().gainDeciDbi(),
              s.distanceMeters(),
              s.sent().frequencyHz())),
      new Check<>(WitnessReasons.NOT_RECIPROCAL, s -> s.witness().reciprocal())));

  private WitnessChecks() {}

  /**
   * When the reports of one beacon came.
   *
   * @param beacon the beacon's own report
   * @param firstWitness the first report of a witness
   * @param received this witness's report
   */
  record Times(Instant beacon, Instant firstWitness, Instant received) {}

  /**
   * A witness with all that its checks ask for.
   *
   * @param beaconer who sent the beacon; its own checks held
   * @param sent what it sent
   * @param witness who heard it
   * @param heard what it heard
   * @param times when the reports came
   * @param window when the beacon was due
   * @param duplicate whether the witness has reported this beacon before
   * @param deniedEdge whether the policy denies the pair
   * @param grid the grid
   */
  record Subject(
      Gateway beaconer,
      RadioReport.Sent sent,
      Gateway witness,
      RadioReport.Heard heard,
      Times times,
      BeaconWindow window,
      boolean duplicate,
      boolean deniedEdge,
      HexGrid grid) {
    long distanceMeters() {
      return grid.distanceMeters(grid.center(cell(beaconer)), grid.center(cell(witness)));
    }
  }

  static boolean isInTime(Times times) {
    if (times.beacon().isBefore(times.firstWitness())) {
      return Duration.between(times.beacon(), times.received()).compareTo(AFTER_BEACON) <= 0;
    }
    return Duration.between(times.firstWitness(), times.received()).compareTo(AFTER_WITNESS) <= 0;
  }

  static boolean isOnChannel(int sentHz, int heardHz) {
    return Math.abs((long) sentHz - heardHz) <= MAX_FREQUENCY_OFFSET_HZ;
  }

  static boolean isFarEnough(HexGrid grid, H3Cell beaconer, H3Cell witness) {
    OptionalLong steps = grid.distance(
        beaconer.parent(Gateway.FINEST_NEEDED), witness.parent(Gateway.FINEST_NEEDED));
    // where the grid cannot tell, the cells are far apart
    return steps.isEmpty() || steps.getAsLong() >= MIN_DISTANCE_CELLS;
  }

  static boolean isPossible(
      int signalDeciDbm, int txPowerDbm, int gainsDeciDb, long distanceMeters, int frequencyHz) {
    return signalDeciDbm * (RadioPhysics.MICRO / 10)
        <= RadioPhysics.strongestSignalMicroDbm(
            txPowerDbm, gainsDeciDb, Math.max(1, distanceMeters), frequencyHz);
  }

  // only asked after the check that it is asserted, or of a valid beacon
  private static H3Cell cell(Gateway gateway) {
    Optional<H3Cell> place = gateway.place();
    return place.orElseThrow(
        () -> new IllegalStateException(gateway.device() + " asserts no place"));
  }
}
