package org.depinsdk.scaffold.sensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.epoch.BundleReplay;
import org.depinsdk.epoch.ReplayResult;
import org.depinsdk.proofs.sensor.SensorReadings;
import org.depinsdk.proofs.sensor.SensorVerifier;
import org.depinsdk.scaffold.RunningNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sensors join, measure for a day and are paid for each valid hour, and the day can be recomputed. */
class SensorNetworkTest {
  private static final Instant GENESIS = Instant.parse("2026-11-24T00:00:00Z");
  private static final OperatorId ANNE =
      new OperatorId("0x0000000000000000000000000000000000000001");
  private static final OperatorId BEN =
      new OperatorId("0x0000000000000000000000000000000000000002");

  @TempDir
  Path folder;

  @Test
  void sensorsArePaidForEachValidHour() throws Exception {
    InMemorySigner steady = RunningNetwork.signer(KeyAlgorithm.ED25519, 1);
    InMemorySigner asleep = RunningNetwork.signer(KeyAlgorithm.ED25519, 2);
    InMemorySigner toaster = RunningNetwork.signer(KeyAlgorithm.ED25519, 3);
    Optional<H3Cell> place = Optional.of(H3Cell.parse("891f1d48177ffff"));
    SensorVerifier verifier = new SensorVerifier();
    try (RunningNetwork network = new RunningNetwork(
        SensorNetwork.class, "sensors-demo", Path.of("policies/sensors.json"), folder, GENESIS)) {
      assertThat(network.enroll(steady, ANNE, "air-sensor", place)).isEqualTo("active");
      assertThat(network.enroll(asleep, BEN, "air-sensor", place)).isEqualTo("active");
      assertThat(network.enroll(toaster, BEN, "toaster", place)).isEqualTo("enrolled");

      network.advance(GENESIS.plus(Duration.ofHours(24)).minusSeconds(60));
      assertThat(network.submit(steady, verifier.kind(), verifier.codec().encode(readings(0, 24))))
          .isEmpty();
      assertThat(network.submit(asleep, verifier.kind(), verifier.codec().encode(readings(12, 24))))
          .isEmpty();
      assertThat(
              network.submit(toaster, verifier.kind(), verifier.codec().encode(readings(0, 24))))
          .isEqualTo("report.device-not-active");

      // the epoch closes after its grace; 36 valid hours earn 360 tokens of 6 decimals
      network.advance(GENESIS.plus(Duration.ofHours(25)));
      assertThat(network.earned(ANNE)).isEqualTo("240000000");
      assertThat(network.earned(BEN)).isEqualTo("120000000");
    }
    assertThat(new BundleReplay(new SensorNetwork().engine())
            .replay(folder.resolve("data/bundles/epoch-0")))
        .isInstanceOf(ReplayResult.Same.class);
  }

  /** A reading in the middle of each hour. */
  private static SensorReadings readings(int from, int to) throws Exception {
    List<SensorReadings.Reading> readings = IntStream.range(from, to)
        .mapToObj(hour -> new SensorReadings.Reading(
            GENESIS.plus(Duration.ofMinutes(60L * hour + 30)), 8_000 + 100 * hour))
        .toList();
    H3Cell area = H3Cell.parse("891f1d48177ffff").parent(SensorReadings.AREA_RESOLUTION);
    return new SensorReadings("pm2-5", area, readings);
  }
}
