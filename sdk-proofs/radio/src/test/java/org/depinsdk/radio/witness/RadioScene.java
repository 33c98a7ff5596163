package org.depinsdk.radio.witness;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.testkit.TestEngine;
import org.depinsdk.proofs.testkit.TestNetwork;

/** A beacon on Malta and the devices around it that hear it. */
final class RadioScene {
  final TestNetwork network = new TestNetwork();
  final DeviceId beaconer;
  final List<DeviceId> witnesses = new ArrayList<>();
  final List<Attributed<RadioReport>> reports = new ArrayList<>();
  final WitnessVerifier verifier = new WitnessVerifier();
  final BeaconWindow window;
  final RadioReport.Sent sent;

  RadioScene(int count) {
    this(RadioCases.BEACONER_PLACE, places(count));
  }

  private static List<H3Cell> places(int count) {
    HexGrid grid = HexGrid.load();
    return grid.disk(RadioCases.WITNESS_PLACE.parent(9), 3).stream()
        .limit(count)
        .map(cell -> grid.cellAt(grid.center(cell), 12))
        .toList();
  }

  RadioScene(H3Cell beaconerPlace, List<H3Cell> places) {
    beaconer = network.device("hotspot", 1, beaconerPlace);
    for (int i = 0; i < places.size(); i++) {
      witnesses.add(network.device("hotspot", 10 + i, places.get(i)));
    }
    window = new BeaconWindow(
        verifier.challenges(network.terms(Map.of())).orElseThrow().challenge(beaconer, 2));
    sent = new RadioReport.Sent(
        RadioCases.LOCAL,
        window.packet(RadioCases.LOCAL),
        window.frequencyHz(RadioCases.LOCAL, RadioRegion.EU868),
        "SF12BW125",
        14);
    report(beaconer, 0, sent);
    for (int i = 0; i < places.size(); i++) {
      report(witnesses.get(i), 100 + i, heard());
    }
  }

  ProofContext context(Map<String, String> settings) {
    return network.context(settings);
  }

  RadioReport.Heard heard() {
    return new RadioReport.Heard(sent.packet(), sent.frequencyHz(), -1_150);
  }

  void report(DeviceId device, int millis, RadioReport evidence) {
    Instant at = window.challenge().opensAt().plusMillis(millis);
    reports.add(network.report(device, Duration.between(TestNetwork.START, at), evidence));
  }

  void addSelfWitness() {
    report(beaconer, 50, heard());
  }

  void addStaleWitness() {
    report(network.device("hotspot", 90, RadioCases.WITNESS_PLACE), 5_000, heard());
  }

  void addDuplicate() {
    report(witnesses.get(0), 200, heard());
  }

  List<String> codes(DeviceId device, ProofContext context) {
    return TestEngine.judge(verifier, reports, context).stream()
        .filter(v -> v.device().equals(device))
        .findFirst()
        .map(TestNetwork::codes)
        .orElseThrow();
  }

  Map<DeviceId, Verdict> judge(Map<String, String> settings) {
    Map<DeviceId, Verdict> verdicts = new TreeMap<>();
    TestEngine.judge(verifier, reports, context(settings))
        .forEach(v -> verdicts.put(v.device(), v));
    return verdicts;
  }

  Verdict verdict(DeviceId device, Map<String, String> settings) {
    Verdict verdict = judge(settings).get(device);
    if (verdict == null) {
      throw new AssertionError("no verdict about " + device);
    }
    return verdict;
  }

  List<String> codes() {
    return judge(Map.of()).values().stream()
        .flatMap(v -> TestNetwork.codes(v).stream())
        .toList();
  }

  long selected() {
    return codes().stream().filter("witness.witness"::equals).count();
  }

  long unselected() {
    return codes().stream().filter("witness.not-selected"::equals).count();
  }
}
