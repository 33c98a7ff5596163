package org.depinsdk.radio.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.StateView;
import org.depinsdk.proofs.Tables;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.testkit.TestEngine;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.junit.jupiter.api.Test;

/**
 * Takes each check of the verifier out in turn: in the whole verifier, and not only in the pipeline, one bad report then gets
 * another verdict. Fails where a check has no such report.
 */
class WitnessMutationTest {
  private static final HexGrid GRID = HexGrid.load();
  private static final H3Cell FAR = new H3Cell(631278052025960447L);
  private static final int WINDOW_MS = (int) BeaconWindow.DEFAULT_LIFETIME.toMillis();

  /** A scene that one check spoils. */
  private static final class Spoiled {
    final RadioScene scene = new RadioScene(2);
    final Map<String, String> settings = new TreeMap<>();
    final Set<DeviceId> denied = new TreeSet<>();
    Tables tables = Tables.NONE;
    StateView states = StateView.NONE;
    DeviceId subject = scene.witnesses.get(0);

    /** One more witness, about whom the verdict is asked. */
    Spoiled witness(String deviceClass, H3Cell place, int millis, RadioReport.Heard heard) {
      subject = scene.network.device(deviceClass, 77, place);
      scene.report(subject, millis, heard);
      return this;
    }

    Spoiled good(int millis) {
      return witness("hotspot", RadioCases.WITNESS_PLACE, millis, scene.heard());
    }

    Spoiled with(String setting, String value) {
      settings.put(setting, value);
      return this;
    }

    Spoiled denied() {
      denied.add(subject);
      return this;
    }

    Spoiled table(String name, String key, String value) {
      tables = tables.with(name, new TreeMap<>(Map.of(key, value)));
      return this;
    }

    Spoiled change(DeviceId device, RegistryChange change) {
      scene.network.change(TestNetwork.START, device, change);
      return this;
    }

    Spoiled aboutTheBeacon() {
      subject = scene.beaconer;
      return this;
    }

    Spoiled beaconAt(int millis) {
      scene.reports.clear();
      scene.report(scene.beaconer, millis, scene.sent);
      return this;
    }

    Spoiled beacon(int millis, byte[] packet) {
      scene.report(
          scene.beaconer,
          millis,
          new RadioReport.Sent(
              RadioCases.LOCAL, packet, scene.sent.frequencyHz(), "SF12BW125", 14));
      return aboutTheBeacon();
    }

    String outcome(
        Pipeline<BeaconChecks.Subject> beaconChecks,
        Pipeline<WitnessChecks.Subject> witnessChecks) {
      WitnessVerifier verifier = new WitnessVerifier(() -> GRID, beaconChecks, witnessChecks);
      try {
        Verdict verdict = TestEngine.judge(
                verifier,
                scene.reports,
                scene.context(settings).withDenied(denied).with(tables).with(states))
            .stream()
            .filter(v -> v.device().equals(subject))
            .findFirst()
            .orElseThrow();
        return verdict.score().units() + " " + TestNetwork.codes(verdict);
      } catch (IllegalArgumentException e) {
        // without the check that there is a place, a distance is asked of none
        return "no verdict";
      }
    }
  }

  private static byte[] changed(byte[] packet) {
    byte[] other = packet.clone();
    other[other.length - 1] ^= 1;
    return other;
  }

  private static RadioReport.Heard heard(RadioScene scene, byte[] packet, int offset, int signal) {
    return new RadioReport.Heard(packet, scene.sent.frequencyHz() + offset, signal);
  }

  private static Map<ReasonCode, Spoiled> witnesses() {
    Map<ReasonCode, Spoiled> spoiled = new LinkedHashMap<>();
    Spoiled twice = new Spoiled().good(50);
    twice.scene.report(twice.subject, 60, twice.scene.heard());
    spoiled.put(WitnessReasons.DUPLICATE, twice);
    Spoiled unknown = new Spoiled().good(50);
    spoiled.put(
        WitnessReasons.UNKNOWN_DEVICE,
        unknown.change(unknown.subject, new RegistryChange.Suspended("test")));
    Spoiled coarse = new Spoiled();
    spoiled.put(
        WitnessReasons.NOT_ASSERTED,
        coarse.witness("hotspot", RadioCases.WITNESS_PLACE.parent(10), 50, coarse.scene.heard()));
    Spoiled denied = new Spoiled().good(50);
    spoiled.put(WitnessReasons.DENIED, denied.denied());
    Spoiled edge = new Spoiled().good(50);
    spoiled.put(
        WitnessReasons.DENIED_EDGE,
        edge.table("denied-edges", edge.subject + "~" + edge.scene.beaconer, "yes"));
    Spoiled self = new Spoiled().aboutTheBeacon();
    self.scene.addSelfWitness();
    spoiled.put(WitnessReasons.SELF_WITNESS, self);
    spoiled.put(
        WitnessReasons.OUTSIDE_WINDOW,
        new Spoiled().beaconAt(WINDOW_MS - 500).good(WINDOW_MS + 500));
    spoiled.put(WitnessReasons.TOO_LATE, new Spoiled().good(5_000));
    Spoiled packet = new Spoiled();
    spoiled.put(
        WitnessReasons.WRONG_PACKET,
        packet.witness(
            "hotspot",
            RadioCases.WITNESS_PLACE,
            50,
            heard(packet.scene, changed(packet.scene.sent.packet()), 0, -1_150)));
    Spoiled incapable = new Spoiled();
    spoiled.put(
        WitnessReasons.NOT_CAPABLE,
        incapable
            .witness("data-only", RadioCases.WITNESS_PLACE, 50, incapable.scene.heard())
            .with("classes", "hotspot"));
    Spoiled frequency = new Spoiled();
    spoiled.put(
        WitnessReasons.WRONG_FREQUENCY,
        frequency.witness(
            "hotspot",
            RadioCases.WITNESS_PLACE,
            50,
            heard(frequency.scene, frequency.scene.sent.packet(), 200_000, -1_150)));
    spoiled.put(
        WitnessReasons.WRONG_REGION,
        new Spoiled()
            .good(50)
            .table("radio-regions", RadioCases.WITNESS_PLACE.parent(11).toString(), "US915"));
    Spoiled close = new Spoiled();
    spoiled.put(
        WitnessReasons.TOO_CLOSE,
        close.witness(
            "hotspot", GRID.disk(RadioCases.BEACONER_PLACE, 9).get(0), 50, close.scene.heard()));
    Spoiled far = new Spoiled();
    spoiled.put(
        WitnessReasons.TOO_FAR,
        far.witness("hotspot", FAR, 50, heard(far.scene, far.scene.sent.packet(), 0, -2_000)));
    Spoiled strong = new Spoiled();
    spoiled.put(
        WitnessReasons.TOO_STRONG,
        strong.witness(
            "hotspot",
            RadioCases.WITNESS_PLACE,
            50,
            heard(strong.scene, strong.scene.sent.packet(), 0, 0)));
    Spoiled unheard = new Spoiled().good(50).with("reciprocity", "required");
    Optional<Instant> heard = Optional.of(TestNetwork.START);
    unheard.states = key -> key.equals(GroupKey.device(unheard.subject))
        ? GroupState.EMPTY
        : new RadioMemory(heard, heard).toState();
    spoiled.put(WitnessReasons.NOT_RECIPROCAL, unheard);
    return spoiled;
  }

  private static Map<ReasonCode, Spoiled> beacons() {
    Map<ReasonCode, Spoiled> spoiled = new LinkedHashMap<>();
    Spoiled unknown = new Spoiled().aboutTheBeacon();
    spoiled.put(
        WitnessReasons.UNKNOWN_DEVICE,
        unknown.change(unknown.subject, new RegistryChange.Suspended("test")));
    Spoiled coarse = new Spoiled().aboutTheBeacon();
    spoiled.put(
        WitnessReasons.NOT_ASSERTED,
        coarse.change(
            coarse.subject, new RegistryChange.Relocated(RadioCases.BEACONER_PLACE.parent(10))));
    Spoiled denied = new Spoiled().aboutTheBeacon();
    spoiled.put(WitnessReasons.DENIED, denied.denied());
    spoiled.put(
        WitnessReasons.OUTSIDE_WINDOW, new Spoiled().beaconAt(WINDOW_MS + 1).aboutTheBeacon());
    spoiled.put(
        WitnessReasons.NOT_CAPABLE, new Spoiled().aboutTheBeacon().with("classes", "gateway"));
    // whatever else is wrong with it, a second beacon of the interval is told that it is one
    Spoiled second = new Spoiled();
    spoiled.put(
        WitnessReasons.IRREGULAR_INTERVAL, second.beacon(10, changed(second.scene.sent.packet())));
    Spoiled packet = new Spoiled();
    packet.scene.reports.clear();
    spoiled.put(WitnessReasons.WRONG_PACKET, packet.beacon(0, changed(packet.scene.sent.packet())));
    spoiled.put(
        WitnessReasons.NOT_RECIPROCAL,
        new Spoiled().aboutTheBeacon().with("reciprocity", "required"));
    return spoiled;
  }

  @Test
  void everyWitnessCheckChangesAVerdict() {
    Map<ReasonCode, Spoiled> spoiled = witnesses();
    assertThat(List.copyOf(spoiled.keySet())).isEqualTo(codes(WitnessChecks.PIPELINE));
    spoiled.forEach((code, one) -> {
      String whole = one.outcome(BeaconChecks.PIPELINE, WitnessChecks.PIPELINE);
      assertThat(whole).contains(code.text());
      assertThat(one.outcome(BeaconChecks.PIPELINE, WitnessChecks.PIPELINE.without(code)))
          .as("without " + code)
          .isNotEqualTo(whole)
          .doesNotContain(code.text());
    });
  }

  @Test
  void everyBeaconCheckChangesAVerdict() {
    Map<ReasonCode, Spoiled> spoiled = beacons();
    assertThat(List.copyOf(spoiled.keySet())).isEqualTo(codes(BeaconChecks.PIPELINE));
    spoiled.forEach((code, one) -> {
      String whole = one.outcome(BeaconChecks.PIPELINE, WitnessChecks.PIPELINE);
      assertThat(whole).contains(code.text());
      assertThat(one.outcome(BeaconChecks.PIPELINE.without(code), WitnessChecks.PIPELINE))
          .as("without " + code)
          .isNotEqualTo(whole)
          .doesNotContain(code.text());
    });
  }

  private static <C> List<ReasonCode> codes(Pipeline<C> pipeline) {
    return pipeline.checks().stream().map(Pipeline.Check::code).toList();
  }
}
