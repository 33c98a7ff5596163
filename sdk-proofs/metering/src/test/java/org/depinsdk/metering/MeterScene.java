package org.depinsdk.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.proofs.testkit.TestEngine;
import org.depinsdk.proofs.testkit.TestNetwork;

/** One station with one meter, and the sessions that it reports. */
abstract class MeterScene {
  static final long WH = 1000;
  static final long KWH = 1000 * WH;

  final TestNetwork network = new TestNetwork();
  final MeteringVerifier verifier = new MeteringVerifier();
  final InMemorySigner manufacturer = signer(KeyAlgorithm.P256, 900);
  final InMemorySigner owner = signer(KeyAlgorithm.SECP256K1, 901);
  final OcmfSigner meter =
      OcmfSigner.ofSecret(MeterCurve.SECP192R1, new byte[] {42}, "1EBZ0300034628");
  final DeviceId station = ownedStation();
  final MeterRegistration registration = registration(meter, station, 11_000);
  final List<Attributed<MeteringSession>> evidence = new ArrayList<>();

  static InMemorySigner signer(KeyAlgorithm algorithm, int number) {
    try {
      return InMemorySigner.ofSecret(
          algorithm, ByteBuffer.allocate(32).putInt(28, number).array());
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  DeviceId ownedStation() {
    DeviceId device = network.device("charge-point", 1);
    MeterRegistration probe = registration(meter, device, 1);
    network.change(
        TestNetwork.START.minusSeconds(50),
        device,
        new RegistryChange.Transferred(probe.ownerAccount()));
    return device;
  }

  MeterRegistration registration(OcmfSigner of, DeviceId at, int plateWatts) {
    try {
      return MeterRegistration.sign(
          TestNetwork.NAME,
          new MeterAssignment(at, of.publicKey(), of.serial(), plateWatts),
          manufacturer,
          owner);
    } catch (SigningException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Hours since the epoch began. */
  static Instant at(double hours) {
    return TestNetwork.START.plusSeconds((long) (hours * 3600));
  }

  void session(String name, int page, double from, long begin, double to, long end) {
    report(name, meter.session(page, at(from), begin, at(to), end, "TAG1"));
  }

  void report(String name, String... records) {
    report(station, name, registration, records);
  }

  void report(DeviceId device, String name, MeterRegistration registered, String... records) {
    evidence.add(network.report(
        device,
        Duration.ofHours(20).plusSeconds(evidence.size()),
        new MeteringSession(registered, name, List.of(records))));
  }

  ProofContext context(String... settings) {
    Map<String, String> all = new TreeMap<>();
    all.put("manufacturers", manufacturer.publicKey().didKey());
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return network.context(all);
  }

  Verdict judge(String... settings) {
    List<Verdict> verdicts = TestEngine.judge(verifier, evidence, context(settings));
    assertThat(verdicts).hasSize(1);
    return verdicts.get(0);
  }

  void expect(long wattHours, ReasonCode... codes) {
    Verdict verdict = judge();
    assertThat(verdict.score()).isEqualTo(ScoreType.quantity("watt-hour").of(wattHours));
    assertThat(TestNetwork.codes(verdict))
        .containsExactlyInAnyOrder(
            Arrays.stream(codes).map(ReasonCode::text).toArray(String[]::new));
  }

  /** Seconds since the epoch's second hour began. */
  static Instant second(long seconds) {
    return TestNetwork.START.plusSeconds(3_600 + seconds);
  }

  void registers(String name, int page, String readings) {
    report(
        name,
        meter.sign("{\"FV\":\"1.0\",\"PG\":\"T" + page + "\",\"MS\":\"1EBZ0300034628\",\"RD\":["
            + readings + "]}"));
  }

  static String reading(String mark, int hour, String register, String kilowattHours) {
    return "{\"TM\":\"2026-03-01T0" + hour + ":00:00,000+0000 I\",\"TX\":\"" + mark
        + "\",\"RV\":\"" + kilowattHours + "\"," + register
        + "\"RU\":\"kWh\",\"RT\":\"DC\",\"EF\":\"\",\"ST\":\"G\"}";
  }
}
