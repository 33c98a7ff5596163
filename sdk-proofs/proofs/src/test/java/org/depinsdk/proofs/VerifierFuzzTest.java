package org.depinsdk.proofs;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.depinsdk.core.challenge.ChallengeSchedule;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.proofs.location.LocationReport;
import org.depinsdk.proofs.location.LocationVerifier;
import org.depinsdk.proofs.sensor.SensorReadings;
import org.depinsdk.proofs.sensor.SensorVerifier;
import org.depinsdk.proofs.testkit.EvidenceFuzz;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.depinsdk.proofs.uptime.Heartbeat;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.proofs.usage.UsageClaim;
import org.depinsdk.proofs.usage.UsageReceipt;
import org.depinsdk.proofs.usage.UsageVerifier;
import org.junit.jupiter.params.provider.MethodSource;

/** Evidence of any bytes, from good evidence on, gets a verdict, and the laws hold. */
class VerifierFuzzTest {
  private static final HexGrid GRID = HexGrid.load();
  private static final GeoPoint VIENNA = GeoPoint.ofDegrees(48.2, 16.37);
  private static final H3Cell AREA = GRID.cellAt(VIENNA, 6);
  private static final H3Cell CELL = GRID.cellAt(GRID.center(AREA), 12);

  private static final TestNetwork NETWORK = new TestNetwork();
  private static final DeviceId FIRST = NETWORK.device("radio", 1, CELL);
  private static final DeviceId SECOND = NETWORK.device("station", 2, CELL);
  private static final DeviceId THIRD = NETWORK.device("client", 3);

  private static final EvidenceFuzz<Heartbeat> UPTIME = new EvidenceFuzz<>(
      new UptimeVerifier(),
      NETWORK,
      Map.of(),
      Map.of("minimum", "2", "tolerance", "PT30M"),
      Map.of("challenge", "required", "interval", "PT7M"));
  private static final EvidenceFuzz<UsageClaim> USAGE =
      new EvidenceFuzz<>(new UsageVerifier(), NETWORK, Map.of(), Map.of("settle-within", "PT1H"));
  private static final EvidenceFuzz<LocationReport> LOCATION = new EvidenceFuzz<>(
      new LocationVerifier(),
      NETWORK,
      Map.of(),
      Map.of("cool-down", "P7D", "capacity", "1", "min-fixes", "2"));
  private static final EvidenceFuzz<SensorReadings> SENSOR =
      new EvidenceFuzz<>(new SensorVerifier(), NETWORK, Map.of());

  static Stream<byte[]> uptime() {
    ChallengeSchedule schedule =
        new ChallengeSchedule(NETWORK.context(Map.of()).epoch(), TestNetwork.beacon(), 24);
    List<Attributed<Heartbeat>> day = new ArrayList<>();
    for (int hour = 0; hour < 4; hour++) {
      day.add(NETWORK.report(
          FIRST,
          Duration.ofHours(hour),
          Heartbeat.answering(Duration.ofHours(hour), schedule.challenge(FIRST, hour))));
    }
    day.add(NETWORK.report(SECOND, Duration.ofHours(-1), Heartbeat.of(Duration.ofDays(9))));
    return Stream.of(UPTIME.seed(0, day), UPTIME.seed(1, day), UPTIME.seed(2, day));
  }

  @MethodSource("uptime")
  @FuzzTest
  void uptime(byte[] data) {
    UPTIME.judge(data);
  }

  static Stream<byte[]> usage() throws SigningException {
    Instant at = TestNetwork.START.plus(Duration.ofMinutes(1));
    List<Attributed<UsageClaim>> claims = new ArrayList<>();
    for (int bytes = 100; bytes <= 300; bytes += 100) {
      UsageReceipt receipt = new UsageReceipt(FIRST, THIRD, "a", bytes, at.plusSeconds(bytes));
      claims.add(NETWORK.report(
          FIRST,
          Duration.ofMinutes(bytes),
          UsageClaim.of(receipt.sign(TestNetwork.NAME, NETWORK.signer(THIRD)))));
    }
    return Stream.of(USAGE.seed(0, claims), USAGE.seed(1, claims));
  }

  @MethodSource("usage")
  @FuzzTest
  void usage(byte[] data) {
    USAGE.judge(data);
  }

  static Stream<byte[]> location() {
    List<Attributed<LocationReport>> reports = new ArrayList<>();
    for (int hour = 1; hour < 4; hour++) {
      reports.add(NETWORK.report(
          FIRST, Duration.ofHours(hour), new LocationReport.Fix(GRID.center(CELL), 5)));
      reports.add(NETWORK.report(
          SECOND, Duration.ofHours(hour), new LocationReport.RoundTrip(FIRST, 900 * hour)));
    }
    return Stream.of(LOCATION.seed(0, reports), LOCATION.seed(1, reports));
  }

  @MethodSource("location")
  @FuzzTest
  void location(byte[] data) {
    LOCATION.judge(data);
  }

  static Stream<byte[]> sensor() {
    List<Attributed<SensorReadings>> reports = new ArrayList<>();
    for (DeviceId device : List.of(FIRST, SECOND, THIRD)) {
      List<SensorReadings.Reading> readings = new ArrayList<>();
      for (int minute = 0; minute < 4; minute++) {
        readings.add(new SensorReadings.Reading(
            TestNetwork.START.plus(Duration.ofMinutes(180 + minute)), 12_000 + 100L * minute));
      }
      reports.add(NETWORK.report(
          device,
          Duration.ofHours(23),
          new SensorReadings(
              "temperature", CELL.parent(SensorReadings.AREA_RESOLUTION), readings)));
    }
    return Stream.of(SENSOR.seed(0, reports));
  }

  @MethodSource("sensor")
  @FuzzTest
  void sensor(byte[] data) {
    SENSOR.judge(data);
  }
}
