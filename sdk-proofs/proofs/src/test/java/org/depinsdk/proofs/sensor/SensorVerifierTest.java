package org.depinsdk.proofs.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.testkit.TestEngine;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.depinsdk.proofs.testkit.VerifierLaws;
import org.depinsdk.proofs.wire.v1.SensorEvidence;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class SensorVerifierTest {
  private static final H3Cell PLACE = HexGrid.load().cellAt(GeoPoint.ofDegrees(48.2, 16.37), 9);
  private static final H3Cell AREA = PLACE.parent(5);

  private final TestNetwork network = new TestNetwork();
  private final SensorVerifier verifier = new SensorVerifier();
  private final List<Attributed<SensorReadings>> evidence = new ArrayList<>();
  private final Map<String, String> settings = new TreeMap<>();

  // one reading each minute, from an hour of the day on
  private void measure(DeviceId sensor, int hour, long... values) {
    List<SensorReadings.Reading> readings = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      readings.add(new SensorReadings.Reading(
          TestNetwork.START.plus(Duration.ofHours(hour)).plus(Duration.ofMinutes(i)), values[i]));
    }
    evidence.add(network.report(
        sensor, Duration.ofHours(23), new SensorReadings("temperature", AREA, readings)));
  }

  private Verdict verdict(DeviceId sensor) {
    return TestEngine.judge(verifier, evidence, network.context(settings)).stream()
        .filter(v -> v.device().equals(sensor))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no verdict about " + sensor));
  }

  private void says(DeviceId sensor, int score, String... codes) {
    assertThat(verdict(sensor).score().units()).isEqualTo(score);
    assertThat(TestNetwork.codes(verdict(sensor))).containsExactly(codes);
  }

  @Test
  void credibleHoursCount() {
    DeviceId sensor = network.device("station", 1, PLACE);
    measure(sensor, 3, 12_000, 12_100, 12_200);
    measure(sensor, 5, 14_000);
    says(sensor, 2, "sensor.quality");
    assertThat(verdict(sensor).findings().get(0).facts())
        .isEqualTo(Map.of("intervals", "2", "expected", "24"));
  }

  @Test
  void impossibleValuesDoNotCount() {
    DeviceId sensor = network.device("station", 1, PLACE);
    measure(sensor, 3, 60_001, -90_001);
    says(sensor, 0, "sensor.out-of-range", "sensor.quality");
    settings.put("temperature.max", "70000");
    settings.put("temperature.min", "-100000");
    settings.put("temperature.jump", "1000000");
    says(sensor, 1, "sensor.quality");
  }

  // WeatherXM: 3 degrees within a minute is a jump
  @Test
  void spikeDoesNotCount() {
    DeviceId sensor = network.device("station", 1, PLACE);
    measure(sensor, 3, 12_000, 15_000, 12_000);
    says(sensor, 1, "sensor.quality");
    evidence.clear();
    measure(sensor, 3, 12_000, 15_001, 12_000);
    says(sensor, 1, "sensor.jump", "sensor.quality");
    // over ten minutes it may change ten times as much
    evidence.clear();
    measure(sensor, 3, 12_000);
    List<SensorReadings.Reading> later = List.of(
        new SensorReadings.Reading(TestNetwork.START.plus(Duration.ofMinutes(190)), 42_000));
    evidence.add(network.report(
        sensor, Duration.ofHours(23), new SensorReadings("temperature", AREA, later)));
    says(sensor, 1, "sensor.quality");
  }

  /** A change is held against at least a minute, also where the clock was set back by more than lay between. */
  @Test
  void aClockThatIsSetBackIsNoJump() {
    DeviceId sensor = network.device("station", 1, PLACE);
    for (long change : new long[] {3_000, 3_001}) {
      evidence.clear();
      List<SensorReadings.Reading> readings = List.of(
          new SensorReadings.Reading(TestNetwork.START.plusSeconds(4_200), 12_000),
          new SensorReadings.Reading(TestNetwork.START.plusSeconds(4_100), 12_000 + change));
      for (SensorReadings.Reading reading : readings) {
        evidence.add(network.report(
            sensor,
            Duration.ofHours(23),
            new SensorReadings("temperature", AREA, List.of(reading))));
      }
      assertThat(TestNetwork.codes(verdict(sensor)).contains("sensor.jump"))
          .isEqualTo(change > 3_000);
    }
  }

  // WeatherXM: a temperature that keeps one value for more than 240 minutes is stuck
  @Test
  void stuckSensorDoesNotCount() {
    DeviceId sensor = network.device("station", 1, PLACE);
    long[] same = new long[600];
    java.util.Arrays.fill(same, 12_000);
    measure(sensor, 0, same);
    says(sensor, 5, "sensor.stuck", "sensor.quality");
    settings.put("temperature.stuck", "PT60M");
    says(sensor, 2, "sensor.stuck", "sensor.quality");
  }

  @Test
  void neighboursOfOtherOperatorsDecide() {
    DeviceId sensor = network.device("station", 1, PLACE);
    measure(sensor, 3, 30_000);
    for (int i = 0; i < 3; i++) {
      measure(network.device("station", 1, PLACE), 3, 20_000);
    }
    says(sensor, 1, "sensor.quality");
    for (int i = 0; i < 3; i++) {
      measure(network.device("station", 2 + i, PLACE), 3, 20_000 + 100 * i);
    }
    says(sensor, 0, "sensor.disagrees", "sensor.quality");
    settings.put("min-neighbours", "4");
    says(sensor, 1, "sensor.quality");
  }

  @Test
  void sensorMustStandInItsAreaAndMeasureInTheEpoch() {
    DeviceId elsewhere =
        network.device("station", 1, HexGrid.load().cellAt(GeoPoint.ofDegrees(10, 10), 9));
    measure(elsewhere, 3, 12_000);
    says(elsewhere, 0, "sensor.wrong-area", "sensor.quality");
    DeviceId early = network.device("station", 1, PLACE);
    measure(early, -1, 12_000);
    says(early, 0, "sensor.outside-epoch", "sensor.quality");
  }

  @Test
  void codecChecksItsFields() {
    SensorEvidence.Builder good =
        SensorEvidence.newBuilder().setQuantity("temperature").setArea(AREA.index());
    Map<String, SensorEvidence.Builder> wrong = Map.of(
        "as at_ms has", good.clone().addAtMs(1),
        "1 to 2000", good.clone(),
        "later than", good.clone().addAtMs(2).addValueMilli(1).addAtMs(2).addValueMilli(1),
        "quantity", good.clone().setQuantity("Temp").addAtMs(1).addValueMilli(1),
        "resolution 5", good.clone().setArea(PLACE.index()).addAtMs(1).addValueMilli(1),
        "valueMilli", good.clone().addAtMs(1).addValueMilli(Long.MIN_VALUE));
    wrong.forEach((message, wire) -> assertThatThrownBy(
            () -> verifier.codec().decode(wire.build().toByteArray()))
        .isInstanceOf(MalformedEvidenceException.class)
        .hasMessageContaining(message));
  }

  @Test
  void lawsHold() {
    List<DeviceId> sensors = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      sensors.add(network.device("station", i, PLACE));
    }
    Property.check(100, random -> {
      evidence.clear();
      for (DeviceId sensor : sensors) {
        long[] values = new long[1 + random.nextInt(5)];
        for (int i = 0; i < values.length; i++) {
          values[i] = random.nextInt(10_000, 20_000);
        }
        measure(sensor, random.nextInt(24), values);
      }
      VerifierLaws.codec(verifier, evidence);
      VerifierLaws.judgement(verifier, evidence, network.context(settings), random);
      for (int i = 0; i < 10; i++) {
        VerifierLaws.hostileBytes(verifier, evidence, network.context(settings), random);
      }
    });
  }
}
