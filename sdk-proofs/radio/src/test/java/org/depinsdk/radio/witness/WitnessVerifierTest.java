package org.depinsdk.radio.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.depinsdk.core.challenge.ChallengeSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.Verdict;
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
            Duration.between(TestNetwork.START, scene.window.opensAt()),
            scene.sent));
    assertThat(scene.verdict(scene.beaconer, Map.of()).score().units()).isPositive();
  }

  @Test
  void settingsDecide() {
    RadioScene scene = new RadioScene(2);
    DeviceId witness = scene.witnesses.get(0);
    Map<String, String> expected = Map.of(
        "denied", "witness.denied",
        "denied-edges", "witness.denied-edge",
        "heard-lately", "witness.not-reciprocal");
    Map<String, Map<String, String>> settings = Map.of(
        "denied", Map.of("denied", witness.text()),
        "denied-edges", Map.of("denied-edges", witness + "~" + scene.beaconer),
        "heard-lately", Map.of("heard-lately", scene.witnesses.get(1).text()));
    settings.forEach((name, set) -> assertThat(TestNetwork.codes(scene.verdict(witness, set)))
        .containsExactly(expected.get(name)));
    assertThat(TestNetwork.codes(scene.verdict(scene.beaconer, Map.of("classes", "gateway"))))
        .containsExactly("witness.not-capable");
    assertThat(TestNetwork.codes(
            scene.verdict(scene.beaconer, Map.of("hearing-lately", witness.text()))))
        .containsExactly("witness.not-reciprocal");
    assertThat(TestNetwork.codes(scene.verdict(
            scene.beaconer, Map.of("region." + RadioCases.BEACONER_PLACE.parent(2), "US915"))))
        .containsExactly("witness.wrong-packet");
    assertThatThrownBy(() -> scene.judge(Map.of("region", "ZZ1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("region");
    assertThatThrownBy(() -> scene.judge(Map.of("interval", "PT0.1S")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("interval");
  }

  // the flaw behind several corrections of HIP-106's first version: a pair that has only each other
  // must become valid
  @Test
  void isolatedPairBecomesReciprocal() {
    RadioScene scene = new RadioScene(1);
    Reciprocity reciprocity = new Reciprocity();
    Instant now = scene.network.epoch().end();
    scene.judge(Map.of()).values().forEach(v -> reciprocity.note(v, now));
    assertThat(reciprocity.settings(now))
        .isEqualTo(Map.of(
            "heard-lately", scene.beaconer.text(),
            "hearing-lately", scene.witnesses.get(0).text()));
    assertThat(reciprocity.settings(now.plus(Reciprocity.WINDOW)))
        .isEqualTo(reciprocity.settings(now));
    assertThat(reciprocity.settings(now.plus(Reciprocity.WINDOW).plusMillis(1)))
        .isEqualTo(Map.of("heard-lately", "", "hearing-lately", ""));
  }

  @Test
  void windowsLieInTheirIntervalAndDifferBetweenDevices() {
    TestNetwork network = new TestNetwork();
    DeviceId a = network.device("hotspot", 1);
    DeviceId b = network.device("hotspot", 2);
    ChallengeSchedule schedule = new ChallengeSchedule(network.epoch(), TestNetwork.beacon(), 4);
    for (int slot = 0; slot < 4; slot++) {
      BeaconWindow window = BeaconWindow.of(schedule, a, slot, BeaconWindow.DEFAULT_LIFETIME);
      assertThat(window.opensAt())
          .isBetween(window.challenge().opensAt(), window.challenge().closesAt());
      assertThat(window.closesAt())
          .isBeforeOrEqualTo(window.challenge().closesAt())
          .isEqualTo(window.opensAt().plusSeconds(180));
      assertThat(
              BeaconWindow.of(schedule, b, slot, BeaconWindow.DEFAULT_LIFETIME).opensAt())
          .isNotEqualTo(window.opensAt());
    }
    assertThat(BeaconWindow.of(schedule, a, 0, Duration.ofHours(7)).opensAt())
        .isEqualTo(TestNetwork.START);
  }

  @Test
  void lawsHold() throws Exception {
    RadioScene scene = new RadioScene(5);
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
