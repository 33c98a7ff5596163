package org.depinsdk.radio.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.challenge.Challenge;
import org.depinsdk.core.challenge.ChallengeSchedule;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.StateView;
import org.depinsdk.proofs.Tables;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.testkit.TestEngine;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.depinsdk.proofs.testkit.VerifierLaws;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class WitnessVerifierTest {
  @Test
  void beaconAndWitnessesArePaidByHip15AndHip17() {
    RadioScene scene = new RadioScene(6);
    // alone in its cell of every resolution up to 8, so the scale of the beaconer's place is its
    // own
    Verdict beacon = scene.verdict(scene.beaconer, Map.of());
    long scale = Long.parseLong(beacon.findings().get(0).facts().getOrDefault("scale", ""));
    assertThat(scale).isBetween(1L, 10_000L);
    assertThat(beacon.score().units()).isEqualTo(13_600 * scale);
    for (DeviceId witness : scene.witnesses) {
      assertThat(scene.verdict(witness, Map.of()).score().units()).isEqualTo(6_067 * scale);
    }
  }

  private static String scale(RadioScene scene, StateView states) {
    Map<DeviceId, Verdict> verdicts = new TreeMap<>();
    TestEngine.judge(scene.verifier, scene.reports, scene.context(Map.of()).with(states))
        .forEach(v -> verdicts.put(v.device(), v));
    return Optional.ofNullable(verdicts.get(scene.beaconer))
        .orElseThrow()
        .findings()
        .get(0)
        .facts()
        .getOrDefault("scale", "");
  }

  /** HIP-17: a hotspot that does not interact makes no place crowded, wherever it is registered. */
  @Test
  void onlyThoseWhoWereHeardLatelyMakeAPlaceCrowded() {
    RadioScene scene = new RadioScene(1);
    HexGrid grid = HexGrid.load();
    H3Cell next = grid.cellAt(grid.center(RadioCases.BEACONER_PLACE.parent(11)), 12);
    DeviceId neighbour = scene.network.device("hotspot", 50, next);
    GroupKey own = GroupKey.device(scene.beaconer);
    GroupKey other = GroupKey.device(neighbour);
    Instant start = TestNetwork.START;
    GroupState now = GroupState.of(Map.of("heard", start.toString()));
    GroupState edge =
        GroupState.of(Map.of("heard", start.minus(RadioMemory.INTERACTIVE).toString()));
    GroupState longAgo = GroupState.of(
        Map.of("heard", start.minus(RadioMemory.INTERACTIVE).minusMillis(1).toString()));
    GroupState hearingAlone = GroupState.of(Map.of("hearing", start.toString()));
    String alone = scale(scene, key -> key.equals(own) ? now : GroupState.EMPTY);
    assertThat(alone).isEqualTo("10000");
    for (GroupState idle : List.of(GroupState.EMPTY, longAgo, hearingAlone)) {
      assertThat(scale(
              scene, key -> key.equals(own) ? now : key.equals(other) ? idle : GroupState.EMPTY))
          .isEqualTo(alone);
    }
    assertThat(scale(
            scene, key -> key.equals(own) ? now : key.equals(other) ? edge : GroupState.EMPTY))
        .isEqualTo("5000");
    // one that is no longer active does not count, however lately it was heard
    scene.network.change(start, neighbour, new RegistryChange.Suspended("test"));
    assertThat(scale(scene, key -> now)).isEqualTo(alone);
  }

  /** 68 m apart, where the grid has no distance; the control in Berlin has one. */
  @Test
  void besideAPentagonThePlacesAreTooCloseToo() throws Exception {
    for (String[] pair : new String[][] {
      {"8b0800000002fff", "8b0800000004fff"}, {"8b0800000004fff", "8b0800000002fff"}
    }) {
      RadioScene scene = new RadioScene(H3Cell.parse(pair[0]), List.of(H3Cell.parse(pair[1])));
      Verdict witness = scene.verdict(scene.witnesses.get(0), Map.of());
      assertThat(TestNetwork.codes(witness)).containsExactly("witness.too-close");
      assertThat(witness.score().units()).isZero();
    }
  }

  @Test
  void fifteenthWitnessIsNotSelected() {
    RadioScene scene = new RadioScene(15);
    assertThat(scene.selected()).isEqualTo(14);
    Verdict last = scene.verdict(scene.witnesses.get(14), Map.of());
    assertThat(TestNetwork.codes(last)).containsExactly("witness.not-selected");
    assertThat(scene
            .verdict(scene.witnesses.get(14), Map.of("max-witnesses", "15"))
            .score())
        .satisfies(s -> assertThat(s.units()).isPositive());
  }

  @Test
  void witnessWithoutBeaconSaysSo() {
    RadioScene scene = new RadioScene(2);
    scene.reports.remove(0);
    assertThat(scene.codes()).containsExactly("witness.no-beacon", "witness.no-beacon");
  }

  @Test
  void secondBeaconOfAnIntervalDoesNotCount() {
    RadioScene scene = new RadioScene(1);
    byte[] local = {9, 9, 9, 9};
    scene.report(
        scene.beaconer,
        10,
        new RadioReport.Sent(
            local,
            scene.window.packet(local),
            scene.window.frequencyHz(local, RadioRegion.EU868),
            "SF12BW125",
            14));
    Verdict beacon = scene.verdict(scene.beaconer, Map.of());
    assertThat(TestNetwork.codes(beacon))
        .containsExactly("witness.irregular-interval", "witness.beacon");
  }

  @Test
  void beaconOfAnotherDeviceDoesNotTakeThePlace() {
    RadioScene scene = new RadioScene(1);
    scene.reports.add(
        0,
        scene.network.report(
            scene.witnesses.get(0),
            Duration.between(TestNetwork.START, scene.window.challenge().opensAt()),
            scene.sent));
    assertThat(scene.verdict(scene.beaconer, Map.of()).score().units()).isPositive();
  }

  private static Tables table(String name, String key, String value) {
    return Tables.NONE.with(name, new TreeMap<>(Map.of(key, value)));
  }

  @Test
  void settingsAndTablesDecide() {
    RadioScene scene = new RadioScene(2);
    DeviceId witness = scene.witnesses.get(0);
    ProofContext plain = scene.context(Map.of());
    assertThat(scene.codes(witness, plain.withDenied(Set.of(witness))))
        .containsExactly("witness.denied");
    for (String pair : List.of(witness + "~" + scene.beaconer, scene.beaconer + "~" + witness)) {
      assertThat(scene.codes(witness, plain.with(table("denied-edges", pair, "yes"))))
          .containsExactly("witness.denied-edge");
    }
    assertThat(scene.codes(scene.beaconer, scene.context(Map.of("classes", "gateway"))))
        .containsExactly("witness.not-capable");
    Tables american =
        table("radio-regions", RadioCases.BEACONER_PLACE.parent(2).toString(), "US915");
    assertThat(scene.codes(scene.beaconer, plain.with(american)))
        .containsExactly("witness.wrong-packet");
    // the cell around the witness is another, or the finest decides
    assertThat(scene.codes(
            scene.beaconer,
            plain.with(american.with(
                "radio-regions",
                new TreeMap<>(Map.of(
                    RadioCases.BEACONER_PLACE.parent(2).toString(), "US915",
                    RadioCases.BEACONER_PLACE.parent(9).toString(), "EU868"))))))
        .containsExactly("witness.beacon");
    assertThatThrownBy(() -> scene.judge(Map.of("interval", "PT0.1S")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("interval");
  }

  // HIP-94's limit for a signal: 1 mW over the distance; a stronger antenna makes more possible
  @Test
  void gainOfADeviceComesFromTheTableThenItsClassThenTheSetting() {
    RadioScene scene = new RadioScene(1);
    DeviceId witness = scene.witnesses.get(0);
    scene.report(witness, 0, scene.sent);
    WitnessRules rules = new WitnessRules(scene
        .context(Map.of("gain", "30", "hotspot.gain", "40"))
        .with(table("antenna-gains", witness.text(), "55")));
    Instant at = TestNetwork.START;
    assertThat(rules.witness(witness, at).gainDeciDbi()).isEqualTo(55);
    assertThat(rules.witness(scene.beaconer, at).gainDeciDbi()).isEqualTo(40);
    DeviceId other = scene.network.device("gateway", 7);
    assertThat(new WitnessRules(scene.context(Map.of("gain", "30")))
            .witness(other, at)
            .gainDeciDbi())
        .isEqualTo(30);
  }

  private static final Map<String, String> RECIPROCITY = Map.of("reciprocity", "required");

  // the flaw behind several corrections of HIP-106's first version: a pair that has only each other
  // must become valid
  @Test
  void whoWasHeardMayWitnessAndWhoHeardMayBeacon() {
    RadioScene scene = new RadioScene(1);
    DeviceId witness = scene.witnesses.get(0);
    assertThat(scene.codes(scene.beaconer, scene.context(RECIPROCITY)))
        .containsExactly("witness.not-reciprocal");
    assertThat(scene.codes(witness, scene.context(RECIPROCITY)))
        .containsExactly("witness.no-beacon");
    SortedMap<GroupKey, GroupState> after = TestEngine.judge(
            scene.verifier, scene.reports, scene.context(RECIPROCITY), new TreeMap<>())
        .state();
    String at = scene.reports.get(0).receivedAt().toString();
    assertThat(after)
        .isEqualTo(Map.of(
            GroupKey.device(scene.beaconer), GroupState.of(Map.of("heard", at)),
            GroupKey.device(witness), GroupState.of(Map.of("hearing", at))));
    // the beaconer was heard: it may witness; it has heard nobody: it may not beacon
    GroupState both = GroupState.of(Map.of("heard", at, "hearing", at));
    for (GroupState state : List.of(both, GroupState.of(Map.of("hearing", at)))) {
      ProofContext context = scene.context(RECIPROCITY).with((StateView)
          key -> key.equals(GroupKey.device(scene.beaconer)) ? state : both);
      assertThat(scene.codes(scene.beaconer, context)).containsExactly("witness.beacon");
      assertThat(scene.codes(witness, context)).containsExactly("witness.witness");
    }
    ProofContext unheard = scene.context(RECIPROCITY).with((StateView)
        key -> key.equals(GroupKey.device(witness)) ? GroupState.EMPTY : both);
    assertThat(scene.codes(witness, unheard)).containsExactly("witness.not-reciprocal");
  }

  @Test
  void whatIsRememberedAgesAfterTwoDays() {
    RadioScene scene = new RadioScene(1);
    SortedMap<GroupKey, GroupState> states = TestEngine.judge(
            scene.verifier, scene.reports, scene.context(Map.of()), new TreeMap<>())
        .state();
    assertThat(states).hasSize(2);
    states = TestEngine.judge(scene.verifier, List.of(), scene.network.context(1, Map.of()), states)
        .state();
    assertThat(states).hasSize(2);
    states = TestEngine.judge(scene.verifier, List.of(), scene.network.context(3, Map.of()), states)
        .state();
    assertThat(states).isEmpty();
    Instant now = TestNetwork.START;
    for (Duration window : List.of(RadioMemory.RECIPROCITY, RadioMemory.INTERACTIVE)) {
      assertThat(RadioMemory.isLately(Optional.of(now.minus(window)), now, window))
          .isTrue();
      assertThat(RadioMemory.isLately(Optional.of(now.minus(window).minusMillis(1)), now, window))
          .isFalse();
      assertThat(RadioMemory.isLately(Optional.empty(), now, window)).isFalse();
    }
    Duration hours = Duration.ofHours(50);
    assertThat(new RadioMemory(Optional.of(now.minus(hours)), Optional.of(now.minus(hours)))
            .agedAt(now))
        .isEqualTo(new RadioMemory(Optional.of(now.minus(hours)), Optional.empty()));
    assertThat(RadioMemory.of(GroupState.of(Map.of("heard", "soon")))).isEqualTo(RadioMemory.NONE);
  }

  @Test
  void windowsLieInTheirIntervalAndDifferBetweenDevices() {
    TestNetwork network = new TestNetwork();
    DeviceId a = network.device("hotspot", 1);
    DeviceId b = network.device("hotspot", 2);
    ChallengeSchedule slots = new ChallengeSchedule(network.epoch(), TestNetwork.beacon(), 4);
    ChallengeSchedule schedule =
        new WitnessVerifier().challenges(network.terms(Map.of())).orElseThrow();
    for (int slot = 0; slot < 4; slot++) {
      Challenge window = schedule.challenge(a, slot);
      assertThat(window.opensAt())
          .isBetween(
              slots.challenge(a, slot).opensAt(), slots.challenge(a, slot).closesAt());
      assertThat(window.closesAt())
          .isBeforeOrEqualTo(slots.challenge(a, slot).closesAt())
          .isEqualTo(window.opensAt().plusSeconds(180));
      assertThat(schedule.challenge(b, slot).opensAt()).isNotEqualTo(window.opensAt());
    }
    assertThat(slots.openFor(Duration.ofHours(7)).challenge(a, 0)).isEqualTo(slots.challenge(a, 0));
  }

  @Test
  void lawsHold() throws Exception {
    RadioScene scene = new RadioScene(5);
    VerifierLaws.description(scene.verifier, scene.context(Map.of()));
    scene.addSelfWitness();
    scene.addStaleWitness();
    scene.addDuplicate();
    VerifierLaws.codec(scene.verifier, scene.reports);
    Property.check(
        30,
        random ->
            VerifierLaws.judgement(scene.verifier, scene.reports, scene.context(Map.of()), random));
    Property.check(
        1_000,
        random -> VerifierLaws.hostileBytes(
            scene.verifier, scene.reports, scene.context(Map.of()), random));
  }
}
