package org.depinsdk.radio.witness;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.radio.witness.Pipeline.Check;

/** The checks of a beacon in their order, as in helium/oracles iot_verifier/src/poc.rs. */
final class BeaconChecks {
  static final Pipeline<Subject> PIPELINE = new Pipeline<>(List.of(
      new Check<>(WitnessReasons.UNKNOWN_DEVICE, s -> s.gateway().active()),
      new Check<>(WitnessReasons.NOT_ASSERTED, s -> s.gateway().isAsserted()),
      new Check<>(WitnessReasons.DENIED, s -> !s.gateway().denied()),
      new Check<>(WitnessReasons.OUTSIDE_WINDOW, s -> s.window().isOpenAt(s.receivedAt())),
      new Check<>(WitnessReasons.NOT_CAPABLE, s -> s.gateway().capable()),
      new Check<>(
          WitnessReasons.IRREGULAR_INTERVAL,
          s -> s.last().map(l -> isDue(s.interval(), l, s.receivedAt())).orElse(true)),
      new Check<>(WitnessReasons.WRONG_PACKET, BeaconChecks::isAsDrawn),
      new Check<>(WitnessReasons.NOT_RECIPROCAL, s -> s.gateway().reciprocal())));

  private BeaconChecks() {}

  /**
   * A beacon with all that its checks ask for.
   *
   * @param gateway who sent it
   * @param report what it says
   * @param receivedAt the network's clock
   * @param window when it was due and with what
   * @param last when the device's last valid beacon came
   * @param interval how often a device may beacon
   */
  record Subject(
      Gateway gateway,
      RadioReport.Sent report,
      Instant receivedAt,
      BeaconWindow window,
      Optional<Instant> last,
      Duration interval) {}

  /** One beacon in each interval of the UTC day: the new one's interval must be later than the last one's. */
  static boolean isDue(Duration interval, Instant last, Instant now) {
    EpochSchedule intervals = new EpochSchedule(Instant.EPOCH, interval, Duration.ZERO);
    return intervals.containing(now).index() > intervals.containing(last).index();
  }

  // the transmit power is not compared: makers' radios round it
  private static boolean isAsDrawn(Subject s) {
    byte[] local = s.report().localEntropy();
    RadioRegion region = s.gateway().region();
    return Arrays.equals(s.report().packet(), s.window().packet(local))
        && s.report().frequencyHz() == s.window().frequencyHz(local, region)
        && region
            .dataRateFor(RadioReport.PACKET_BYTES)
            .map(r -> r.name().equals(s.report().dataRate()))
            .orElse(false);
  }
}
