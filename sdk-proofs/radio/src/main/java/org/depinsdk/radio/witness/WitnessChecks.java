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

/** The checks of a witness in their order, as in helium/oracles iot_verifier/src/poc.rs; each rule can be asked alone. */
public final class WitnessChecks {
  /** HIP-94: a witness comes within 4 s of a beacon that came first. */
  public static final Duration AFTER_BEACON = Duration.ofMillis(4_000);

  /** HIP-94: where a witness came before the beacon, the others come within 1.5 s of that witness. */
  public static final Duration AFTER_WITNESS = Duration.ofMillis(1_500);

  /** Widest difference of the two frequencies, in hertz. */
  public static final int MAX_FREQUENCY_OFFSET_HZ = 100_000;

  /** Fewest steps between the two cells of resolution 11. */
  public static final int MIN_DISTANCE_CELLS = 8;

  /**
   * The same in metres, for cells whose distance the grid cannot tell, as beside a pentagon: a cell of resolution 11 is 50 m
   * wide (the mean edge of 28.66 m in H3's table times the square root of 3).
   */
  public static final long MIN_DISTANCE_METERS = 50L * MIN_DISTANCE_CELLS;

  /** Longest distance. */
  public static final long MAX_DISTANCE_METERS = 100_000;

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
              new Signal(
                  s.heard().signalDeciDbm(),
                  s.sent().txPowerDbm(),
                  s.beaconer().gainDeciDbi(),
                  s.witness().gainDeciDbi(),
                  s.sent().frequencyHz()),
              s.distanceMeters())),
      new Check<>(WitnessReasons.NOT_RECIPROCAL, s -> s.witness().reciprocal())));

  private WitnessChecks() {}

  /**
   * When the reports of one beacon came.
   *
   * @param beacon the beacon's own report
   * @param firstWitness the first report of a witness
   * @param received this witness's report
   */
  public record Times(Instant beacon, Instant firstWitness, Instant received) {}

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

  /**
   * Whether a witness came in time (HIP-94).
   *
   * @param times when the reports came
   * @return true up to 4 s after a beacon that came first, else up to 1.5 s after the first witness
   */
  public static boolean isInTime(Times times) {
    if (times.beacon().isBefore(times.firstWitness())) {
      return Duration.between(times.beacon(), times.received()).compareTo(AFTER_BEACON) <= 0;
    }
    return Duration.between(times.firstWitness(), times.received()).compareTo(AFTER_WITNESS) <= 0;
  }

  /**
   * Whether a witness heard the channel that the beacon was sent on.
   *
   * @param sentHz hertz
   * @param heardHz hertz
   * @return true up to 100 kHz apart
   */
  public static boolean isOnChannel(int sentHz, int heardHz) {
    return Math.abs((long) sentHz - heardHz) <= MAX_FREQUENCY_OFFSET_HZ;
  }

  /**
   * Whether two places are far enough apart: 8 cells of resolution 11, or 400 m if the grid cannot tell.
   *
   * @param grid the grid
   * @param beaconer a cell of resolution 11 or finer
   * @param witness another
   * @return whether they are
   */
  public static boolean isFarEnough(HexGrid grid, H3Cell beaconer, H3Cell witness) {
    H3Cell from = beaconer.parent(Gateway.FINEST_NEEDED);
    H3Cell to = witness.parent(Gateway.FINEST_NEEDED);
    OptionalLong steps = grid.distance(from, to);
    return steps.isPresent()
        ? steps.getAsLong() >= MIN_DISTANCE_CELLS
        : grid.distanceMeters(grid.center(from), grid.center(to)) >= MIN_DISTANCE_METERS;
  }

  /**
   * Whether physics allows a signal. Gains count in whole decibels, each cut towards zero, as helium/oracles
   * iot_verifier/src/poc.rs divides them by ten.
   *
   * @param signal what was sent and heard
   * @param distanceMeters between the two places
   * @return true if it is no stronger than in free space
   */
  public static boolean isPossible(Signal signal, long distanceMeters) {
    int gains = signal.beaconerGainDeciDbi() / 10 + signal.witnessGainDeciDbi() / 10;
    return signal.heardDeciDbm() * (RadioPhysics.MICRO / 10)
        <= RadioPhysics.strongestSignalMicroDbm(
            signal.txPowerDbm(), gains, Math.max(1, distanceMeters), signal.frequencyHz());
  }

  /**
   * What was heard, and what was sent with what antennas.
   *
   * @param heardDeciDbm signal strength at the witness, tenths of a dBm
   * @param txPowerDbm at the beaconer's antenna port
   * @param beaconerGainDeciDbi tenths of a dBi
   * @param witnessGainDeciDbi tenths of a dBi
   * @param frequencyHz of the beacon
   */
  public record Signal(
      int heardDeciDbm,
      int txPowerDbm,
      int beaconerGainDeciDbi,
      int witnessGainDeciDbi,
      int frequencyHz) {}

  // only asked after the check that it is asserted, or of a valid beacon
  private static H3Cell cell(Gateway gateway) {
    Optional<H3Cell> place = gateway.place();
    return place.orElseThrow(
        () -> new IllegalStateException(gateway.device() + " asserts no place"));
  }
}
