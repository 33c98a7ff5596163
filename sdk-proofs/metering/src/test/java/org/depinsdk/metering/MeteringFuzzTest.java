package org.depinsdk.metering;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.testkit.EvidenceFuzz;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.junit.jupiter.params.provider.MethodSource;

/** Meter records, meter keys and charging sessions of any bytes, from good ones on. */
class MeteringFuzzTest {
  private static final TestNetwork NETWORK = new TestNetwork();
  private static final InMemorySigner MANUFACTURER = signer(KeyAlgorithm.P256, 900);
  private static final InMemorySigner OWNER = signer(KeyAlgorithm.SECP256K1, 901);
  private static final OcmfSigner METER =
      OcmfSigner.ofSecret(MeterCurve.SECP256R1, new byte[] {42}, "1EBZ0300034628");
  private static final DeviceId STATION = NETWORK.device("charge-point", 1);
  private static final MeterRegistration REGISTRATION = registration();
  private static final EvidenceFuzz<MeteringSession> FUZZ = new EvidenceFuzz<>(
      new MeteringVerifier(),
      NETWORK,
      Map.of("manufacturers", MANUFACTURER.publicKey().didKey()));

  private static InMemorySigner signer(KeyAlgorithm algorithm, int number) {
    try {
      return InMemorySigner.ofSecret(
          algorithm, ByteBuffer.allocate(32).putInt(28, number).array());
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MeterRegistration registration() {
    try {
      MeterRegistration registration = MeterRegistration.sign(
          TestNetwork.NAME,
          new MeterAssignment(STATION, METER.publicKey(), METER.serial(), 11_000),
          MANUFACTURER,
          OWNER);
      NETWORK.change(
          TestNetwork.START.minusSeconds(50),
          STATION,
          new RegistryChange.Transferred(registration.ownerAccount()));
      return registration;
    } catch (SigningException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Instant at(int hour) {
    return TestNetwork.START.plus(Duration.ofHours(hour));
  }

  static Stream<byte[]> records() {
    return Stream.of(
            METER.session(1, at(1), 5_000_000, at(2), 9_000_000, "TAG1"),
            METER.reading(2, at(3), ReadingMark.BEGIN, 9_000_000, ""),
            OcmfSigner.ofSecret(MeterCurve.SECP192R1, new byte[] {42}, "S")
                .session(1, at(1), 0, at(2), 1, "T"))
        .map(r -> r.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("records")
  @FuzzTest
  void records(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    for (RecordRules rules : List.of(RecordRules.STRICT, RecordRules.FIELD)) {
      try {
        SignedMeterRecord record = MeterFormat.parse(text, rules);
        assertThat(record.signedBytes()).isNotEmpty();
        assertThat(MeterFormat.parse(text, rules).readings()).isEqualTo(record.readings());
        record.verify(METER.publicKey());
        record.embeddedKey().ifPresent(record::verify);
        assertThat(record.toString()).isNotBlank();
      } catch (MalformedEvidenceException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  private static byte[] spki(MeterKey key) {
    try {
      return new SubjectPublicKeyInfo(
              new AlgorithmIdentifier(
                  X9ObjectIdentifiers.id_ecPublicKey,
                  new ASN1ObjectIdentifier(key.curve().oid())),
              key.point())
          .getEncoded();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<byte[]> meterKeys() {
    return Arrays.stream(MeterCurve.values())
        .map(c -> spki(OcmfSigner.ofSecret(c, new byte[] {42}, "S").publicKey()));
  }

  @MethodSource("meterKeys")
  @FuzzTest
  void meterKeys(byte[] data) {
    try {
      MeterKey key = MeterKey.ofSpki(data);
      assertThat(MeterKey.ofPoint(key.curve(), key.point())).isEqualTo(key);
      assertThat(MeterKey.ofSpki(spki(key))).isEqualTo(key);
    } catch (MalformedEvidenceException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    try {
      assertThat(MeterKey.parse(new String(data, StandardCharsets.UTF_8)).fingerprint())
          .isNotBlank();
    } catch (MalformedEvidenceException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  static Stream<byte[]> sessions() {
    List<Attributed<MeteringSession>> evidence = new ArrayList<>();
    for (int page = 1; page <= 3; page++) {
      String record = METER.session(
          page, at(page), 1_000_000L * page, at(page + 1), 1_000_000L * (page + 2), "TAG1");
      evidence.add(NETWORK.report(
          STATION,
          Duration.ofHours(20).plusMinutes(page),
          new MeteringSession(REGISTRATION, "s" + page, List.of(record))));
    }
    return Stream.of(FUZZ.seed(0, evidence));
  }

  @MethodSource("sessions")
  @FuzzTest
  void sessions(byte[] data) {
    FUZZ.judge(data);
  }
}
