package org.depinsdk.radio.witness;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.core.challenge.ChallengeSchedule;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.proofs.testkit.TestNetwork;

/** A good beacon and a good witness, and one way to spoil each of their checks. */
final class RadioCases {
  static final H3Cell BEACONER_PLACE = new H3Cell(631615575095659519L);
  static final H3Cell WITNESS_PLACE = new H3Cell(631615576056478207L);
  static final byte[] LOCAL = {1, 2, 3, 4};

  private final TestNetwork network = new TestNetwork();
  private final DeviceId beaconer = network.device("hotspot", 1, BEACONER_PLACE);
  private final DeviceId witness = network.device("hotspot", 2, WITNESS_PLACE);
  private final HexGrid grid;
  private final BeaconWindow window;

  RadioCases(HexGrid grid) {
    this.grid = grid;
    ChallengeSchedule schedule = WitnessRules.schedule(network.terms(Map.of()));
    window = new BeaconWindow(schedule.challenge(beaconer, 1));
  }

  BeaconWindow window() {
    return window;
  }

  private static Gateway gateway(DeviceId device, H3Cell place) {
    return new Gateway(device, true, Optional.of(place), false, true, RadioRegion.EU868, 12, true);
  }

  private RadioReport.Sent sent(RadioRegion region) {
    return new RadioReport.Sent(
        LOCAL,
        window.packet(LOCAL),
        window.frequencyHz(LOCAL, region),
        region.dataRateFor(RadioReport.PACKET_BYTES).orElseThrow().name(),
        14);
  }

  BeaconCase beacon() {
    return new BeaconCase(new BeaconChecks.Subject(
        gateway(beaconer, BEACONER_PLACE),
        sent(RadioRegion.EU868),
        window.challenge().opensAt().plusSeconds(1),
        window,
        Optional.empty(),
        Duration.ofHours(6)));
  }

  WitnessCase witness() {
    Instant at = window.challenge().opensAt().plusSeconds(2);
    return new WitnessCase(new WitnessChecks.Subject(
        gateway(beaconer, BEACONER_PLACE),
        sent(RadioRegion.EU868),
        gateway(witness, WITNESS_PLACE),
        new RadioReport.Heard(
            window.packet(LOCAL), window.frequencyHz(LOCAL, RadioRegion.EU868), -1_100),
        new WitnessChecks.Times(at.minusSeconds(1), at, at),
        window,
        false,
        false,
        grid));
  }

  record BeaconCase(BeaconChecks.Subject s) {
    Optional<ReasonCode> outcome() {
      return BeaconChecks.PIPELINE.firstFailure(s);
    }

    Optional<ReasonCode> outcomeWithout(ReasonCode... codes) {
      Pipeline<BeaconChecks.Subject> shorter = BeaconChecks.PIPELINE;
      for (ReasonCode code : codes) {
        shorter = shorter.without(code);
      }
      return shorter.firstFailure(s);
    }

    private BeaconCase with(Gateway g, RadioReport.Sent sent, Instant at, Optional<Instant> last) {
      return new BeaconCase(new BeaconChecks.Subject(g, sent, at, s.window(), last, s.interval()));
    }

    private BeaconCase with(Gateway g) {
      return with(g, s.report(), s.receivedAt(), s.last());
    }

    BeaconCase unknown() {
      return with(RadioCases.with(s.gateway(), false, s.gateway().place(), false, true, true));
    }

    BeaconCase notAsserted() {
      Optional<H3Cell> coarse = Optional.of(BEACONER_PLACE.parent(10));
      return with(RadioCases.with(s.gateway(), true, coarse, false, true, true));
    }

    BeaconCase denied() {
      return with(RadioCases.with(
          s.gateway(), true, s.gateway().place(), true, s.gateway().capable(), true));
    }

    BeaconCase notCapable() {
      return with(RadioCases.with(
          s.gateway(), true, s.gateway().place(), s.gateway().denied(), false, true));
    }

    BeaconCase notReciprocal() {
      return with(RadioCases.with(s.gateway(), true, s.gateway().place(), false, true, false));
    }

    BeaconCase outsideWindow() {
      return with(
          s.gateway(), s.report(), s.window().challenge().closesAt().plusMillis(1), s.last());
    }

    BeaconCase irregular() {
      return with(
          s.gateway(), s.report(), s.receivedAt(), Optional.of(s.receivedAt().minusSeconds(1)));
    }

    BeaconCase otherPacket() {
      byte[] packet = s.report().packet();
      packet[50] ^= 1;
      return sent(packet, s.report().frequencyHz(), s.report().dataRate());
    }

    BeaconCase otherChannel() {
      return sent(
          s.report().packet(), s.report().frequencyHz() + 200_000, s.report().dataRate());
    }

    BeaconCase otherDataRate() {
      return sent(s.report().packet(), s.report().frequencyHz(), "SF7BW125");
    }

    private BeaconCase sent(byte[] packet, int frequency, String rate) {
      return with(
          s.gateway(),
          new RadioReport.Sent(LOCAL, packet, frequency, rate, 14),
          s.receivedAt(),
          s.last());
    }
  }

  record WitnessCase(WitnessChecks.Subject s) {
    Optional<ReasonCode> outcome() {
      return WitnessChecks.PIPELINE.firstFailure(s);
    }

    Optional<ReasonCode> outcomeWithout(ReasonCode code) {
      return WitnessChecks.PIPELINE.without(code).firstFailure(s);
    }

    private WitnessCase with(
        Gateway w,
        RadioReport.Heard heard,
        WitnessChecks.Times times,
        boolean twice,
        boolean edge) {
      return new WitnessCase(new WitnessChecks.Subject(
          s.beaconer(), s.sent(), w, heard, times, s.window(), twice, edge, s.grid()));
    }

    private WitnessCase with(Gateway w) {
      return with(w, s.heard(), s.times(), false, false);
    }

    private WitnessCase with(RadioReport.Heard heard) {
      return with(s.witness(), heard, s.times(), false, false);
    }

    WitnessCase duplicate() {
      return with(s.witness(), s.heard(), s.times(), true, false);
    }

    WitnessCase deniedEdge() {
      return with(s.witness(), s.heard(), s.times(), false, true);
    }

    WitnessCase unknown() {
      return with(RadioCases.with(s.witness(), false, s.witness().place(), false, true, true));
    }

    WitnessCase notAsserted() {
      return with(RadioCases.with(s.witness(), true, Optional.empty(), false, true, true));
    }

    WitnessCase denied() {
      return with(RadioCases.with(s.witness(), true, s.witness().place(), true, true, true));
    }

    WitnessCase notCapable() {
      return with(RadioCases.with(s.witness(), true, s.witness().place(), false, false, true));
    }

    WitnessCase notReciprocal() {
      return with(RadioCases.with(s.witness(), true, s.witness().place(), false, true, false));
    }

    // the beaconer as witness, far enough from itself and not too strong
    WitnessCase self() {
      return with(new Gateway(
          s.beaconer().device(),
          true,
          s.witness().place(),
          false,
          true,
          RadioRegion.EU868,
          12,
          true));
    }

    WitnessCase at(H3Cell place) {
      return with(RadioCases.with(s.witness(), true, Optional.of(place), false, true, true));
    }

    WitnessCase outsideWindow() {
      Instant late = s.window().challenge().closesAt().plusMillis(1);
      return with(
          s.witness(),
          s.heard(),
          new WitnessChecks.Times(late.minusSeconds(1), late, late),
          false,
          false);
    }

    WitnessCase tooLate() {
      Instant at = s.times().beacon().plusMillis(4_001);
      return with(
          s.witness(),
          s.heard(),
          new WitnessChecks.Times(s.times().beacon(), s.times().firstWitness(), at),
          false,
          false);
    }

    WitnessCase otherPacket() {
      byte[] packet = s.heard().packet();
      packet[50] ^= 1;
      return with(new RadioReport.Heard(packet, s.heard().frequencyHz(), -1_100));
    }

    WitnessCase offset(int hertz) {
      return with(
          new RadioReport.Heard(s.heard().packet(), s.heard().frequencyHz() + hertz, -1_100));
    }

    WitnessCase signal(int deciDbm) {
      return with(new RadioReport.Heard(s.heard().packet(), s.heard().frequencyHz(), deciDbm));
    }

    WitnessCase grid(HexGrid other) {
      return new WitnessCase(new WitnessChecks.Subject(
          s.beaconer(),
          s.sent(),
          s.witness(),
          s.heard(),
          s.times(),
          s.window(),
          false,
          false,
          other));
    }

    WitnessCase gains(int beaconer, int witness) {
      return new WitnessCase(new WitnessChecks.Subject(
          gain(s.beaconer(), beaconer),
          s.sent(),
          gain(s.witness(), witness),
          s.heard(),
          s.times(),
          s.window(),
          false,
          false,
          s.grid()));
    }

    WitnessCase regions(RadioRegion beaconer, RadioRegion witness) {
      return new WitnessCase(new WitnessChecks.Subject(
          region(s.beaconer(), beaconer),
          s.sent(),
          region(s.witness(), witness),
          s.heard(),
          s.times(),
          s.window(),
          false,
          false,
          s.grid()));
    }
  }

  private static Gateway with(
      Gateway g,
      boolean active,
      Optional<H3Cell> place,
      boolean denied,
      boolean capable,
      boolean reciprocal) {
    return new Gateway(
        g.device(), active, place, denied, capable, g.region(), g.gainDeciDbi(), reciprocal);
  }

  private static Gateway gain(Gateway g, int deciDbi) {
    return new Gateway(
        g.device(), true, g.place(), false, true, g.region(), deciDbi, g.reciprocal());
  }

  private static Gateway region(Gateway g, RadioRegion region) {
    return new Gateway(
        g.device(),
        g.active(),
        g.place(),
        g.denied(),
        g.capable(),
        region,
        g.gainDeciDbi(),
        g.reciprocal());
  }
}
