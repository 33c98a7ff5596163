package org.depinsdk.scaffold;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.depinsdk.client.Enrollment;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.epoch.BundleReplay;
import org.depinsdk.epoch.ReplayResult;
import org.depinsdk.proofs.sensor.SensorReadings;
import org.depinsdk.proofs.sensor.SensorVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new network is one class and one policy file: sensors come, measure for a day, and are paid for each valid hour. */
class AirQualityTest {
  private static final Instant GENESIS = Instant.parse("2026-11-24T00:00:00Z");
  private static final int HOURS = 24;

  @TempDir
  Path data;

  /** A sensor, and what its reports hold. */
  private record Sensor(InMemorySigner signer, OperatorId owner, IntToLongFunction measured) {
    private static final H3Cell PLACE = cell("891f1d48177ffff");

    static Sensor of(int number, IntToLongFunction measured) throws Exception {
      byte[] secret = new byte[32];
      secret[31] = (byte) number;
      return new Sensor(
          InMemorySigner.ofSecret(KeyAlgorithm.ED25519, secret),
          new OperatorId("0x000000000000000000000000000000000000000" + number),
          measured);
    }

    DeviceId device() {
      return DeviceId.derive("air-quality", signer.publicKey());
    }

    String enroll(NetworkClient client, String deviceClass) throws Exception {
      Enrollment enrollment = new Enrollment(
          new RegistryChange.Enrolled(signer.publicKey(), owner, deviceClass, Optional.of(PLACE)),
          GENESIS);
      return client.enroll("air-quality", enrollment, signer).getStatus();
    }

    /** The day's readings, one in the middle of each hour in which the sensor measured. */
    String submit(NetworkClient client, Instant now) throws Exception {
      List<SensorReadings.Reading> readings = IntStream.range(0, HOURS)
          .filter(hour -> measured.applyAsLong(hour) != Long.MIN_VALUE)
          .mapToObj(hour -> new SensorReadings.Reading(
              GENESIS.plus(Duration.ofMinutes(60L * hour + 30)), measured.applyAsLong(hour)))
          .toList();
      SensorVerifier verifier = new SensorVerifier();
      byte[] evidence = verifier
          .codec()
          .encode(new SensorReadings(
              "pm2-5", PLACE.parent(SensorReadings.AREA_RESOLUTION), readings));
      Report report =
          new Report(device(), verifier.kind(), 1, now, Provenance.SIMULATED, evidence, "");
      return client.submit(SignedReport.sign("air-quality", report, signer)).getRefusal();
    }

    private static H3Cell cell(String text) {
      try {
        return H3Cell.parse(text);
      } catch (org.depinsdk.core.encoding.EncodingException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void sensorsArePaidForEachValidHour() throws Exception {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            AirQualityNetwork.class.getName(),
            "src/test/resources/air-quality.json",
            "--data",
            data.toString(),
            "--port",
            "0",
            "--clock",
            GENESIS.toString(),
            "--control")
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
        PrintStream orders =
            new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8)) {
      String listening = answers.readLine();
      int port = Integer.parseInt(listening.substring(listening.lastIndexOf(':') + 1));
      try (NetworkClient client =
          NetworkClient.plaintext("127.0.0.1", port, Duration.ofSeconds(60))) {
        Sensor steady = Sensor.of(1, hour -> 8_000 + 100 * hour);
        Sensor asleep = Sensor.of(2, hour -> hour < 8 ? 9_000 + 50 * hour : Long.MIN_VALUE);
        Sensor broken = Sensor.of(3, hour -> hour < 4 ? 7_000 + 60 * hour : -1_000 - hour);
        Sensor stranger = Sensor.of(4, hour -> 5_000 + hour);
        for (Sensor sensor : List.of(steady, asleep, broken)) {
          assertThat(sensor.enroll(client, "air-sensor")).isEqualTo("active");
        }
        assertThat(stranger.enroll(client, "toaster")).isEqualTo("enrolled");

        Instant evening = GENESIS.plus(Duration.ofHours(HOURS)).minusSeconds(60);
        assertThat(ask(orders, answers, "advance " + evening)).isEqualTo("now " + evening);
        for (Sensor sensor : List.of(steady, asleep, broken)) {
          assertThat(sensor.submit(client, evening)).isEmpty();
        }
        assertThat(stranger.submit(client, evening)).isEqualTo("report.device-not-active");

        // the epoch closes after its grace
        Instant closed = GENESIS.plus(Duration.ofHours(HOURS + 1));
        assertThat(ask(orders, answers, "advance " + closed)).isEqualTo("now " + closed);
        assertThat(client.network().getNewestSettledEpoch()).isZero();
        // 36 valid hours earn 360 AIR of 6 decimals
        assertThat(earned(client, steady)).isEqualTo(240_000_000);
        assertThat(earned(client, asleep)).isEqualTo(80_000_000);
        assertThat(earned(client, broken)).isEqualTo(40_000_000);
      }
      orders.close();
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }
    assertThat(new BundleReplay(new AirQualityNetwork().engine())
            .replay(data.resolve("bundles").resolve("epoch-0")))
        .isInstanceOf(ReplayResult.Same.class);
  }

  private static long earned(NetworkClient client, Sensor sensor) {
    return Long.parseLong(client.claim(sensor.owner()).getCumulativeAmount());
  }

  private static String ask(PrintStream orders, BufferedReader answers, String order)
      throws IOException {
    orders.println(order);
    return answers.readLine();
  }
}
