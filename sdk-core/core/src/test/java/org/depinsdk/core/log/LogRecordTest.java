package org.depinsdk.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.depinsdk.core.Samples;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class LogRecordTest {
  private static final String KEY =
      "example.org/log+0123abcd+AXgWqZG1jTYRmbJ2WYzBnGGrXqDkVGnMYRzhMtR1tZJM";

  private static Bytes32 hash(RandomGenerator random) {
    byte[] hash = new byte[32];
    random.nextBytes(hash);
    return Bytes32.of(hash);
  }

  static List<LogRecord> samples(RandomGenerator random) {
    long epoch = random.nextLong() >>> random.nextInt(1, 64);
    long count = random.nextLong() >>> random.nextInt(1, 64);
    Bytes32 a = hash(random);
    Bytes32 b = hash(random);
    Instant at = Instant.ofEpochMilli(random.nextLong() >> random.nextInt(64));
    return List.of(
        new LogRecord.Genesis("wifi-demo", KEY, a, Bytes32.ZERO, b),
        new LogRecord.ReportDecided(
            epoch, new ReportId(Hex.encode(a.bytes())), at, Optional.empty(), b),
        new LogRecord.ReportDecided(
            epoch,
            new ReportId(Hex.encode(b.bytes())),
            at,
            Optional.of(new ReasonCode("report.replayed")),
            a),
        new LogRecord.RegistryChanged(epoch, count, a, Optional.empty()),
        new LogRecord.RegistryChanged(epoch, count, a, Optional.of(b)),
        new LogRecord.SanctionStep(epoch, a),
        new LogRecord.PolicyAdopted(epoch, a),
        new LogRecord.FactRecorded(epoch, "facts.json", a),
        new LogRecord.EpochOpened(epoch, count),
        new LogRecord.EpochClosed(epoch, count, 0, 7),
        new LogRecord.Settled(
            epoch, a, b, new BigInteger(random.nextInt(257), new java.util.Random(count))),
        new LogRecord.KeyRotated(epoch, KEY));
  }

  @Test
  void isReadAsItWasWritten() {
    Property.check(200, random -> {
      for (LogRecord record : samples(random)) {
        byte[] bytes = record.toBytes();
        assertThat(LogRecord.parse(bytes)).isEqualTo(record);
        assertThat(LogRecord.parse(bytes).toBytes()).isEqualTo(bytes);
      }
    });
  }

  @Test
  void hasTheDocumentedBytes() {
    Bytes32 ones = filled(0x11);
    Bytes32 twos = filled(0x22);
    assertThat(Hex.encode(new LogRecord.ReportDecided(
                3,
                new ReportId("11".repeat(32)),
                Instant.ofEpochMilli(0x18bcfe568L),
                Optional.of(new ReasonCode("report.replayed")),
                twos)
            .toBytes()))
        .isEqualTo("01" + "02" + "0000000000000003" + "11".repeat(32) + "000000018bcfe568" + "0f"
            + Hex.encode("report.replayed".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
            + "22".repeat(32));
    assertThat(Hex.encode(new LogRecord.Settled(2, ones, twos, BigInteger.valueOf(256)).toBytes()))
        .isEqualTo("01" + "09" + "0000000000000002" + "11".repeat(32) + "22".repeat(32)
            + "00".repeat(30) + "0100");
  }

  @Test
  void isSmall() {
    for (LogRecord record : samples(Property.random(1))) {
      assertThat(record.toBytes().length)
          .isLessThanOrEqualTo(record instanceof LogRecord.Genesis ? LogRecord.MAX_BYTES : 150);
    }
  }

  @Test
  void everyPrefixAndEveryLongerFormIsRefused() {
    for (LogRecord record : samples(Property.random(2))) {
      byte[] bytes = record.toBytes();
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> LogRecord.parse(cut)).isInstanceOf(EncodingException.class);
      }
      assertThatThrownBy(() -> LogRecord.parse(Arrays.copyOf(bytes, bytes.length + 1)))
          .isInstanceOf(EncodingException.class)
          .hasMessageContaining("not " + (bytes.length + 1));
    }
  }

  @Test
  void refusalsNameTheField() {
    byte[] opened = new LogRecord.EpochOpened(1, 2).toBytes();
    assertRefused(opened, 0, 2, "version is 1, not 2");
    assertRefused(opened, 1, 11, "kind is 1 to 10, not 11");
    assertRefused(opened, 2, 0x80, "epoch must be 0 or more, not -92233720368547758");
    assertRefused(opened, 10, 0x80, "round must be 0 or more");
    byte[] changed = samples(Property.random(3)).get(3).toBytes();
    assertRefused(changed, changed.length - 1, 2, "0 or 1, not 2");
    assertThatThrownBy(() -> LogRecord.parse(new byte[LogRecord.MAX_BYTES + 1]))
        .hasMessageContaining("at most 512 bytes, not 513");
  }

  private static void assertRefused(byte[] bytes, int at, int value, String message) {
    byte[] changed = bytes.clone();
    changed[at] = (byte) value;
    assertThatThrownBy(() -> LogRecord.parse(changed))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining(message);
  }

  @Test
  void anEnvelopeCoversTheSignature() throws Exception {
    Report report = new Report(
        DeviceId.derive("wifi-demo", Samples.signer(1).publicKey()),
        new ProofKind("uptime/1"),
        1,
        Samples.NOON,
        Provenance.HARDWARE,
        new byte[] {1});
    SignedReport signed = SignedReport.sign("wifi-demo", report, Samples.signer(1));
    SignedReport other = SignedReport.of(report.toBytes(), new byte[64]);
    assertThat(other.id("wifi-demo")).isEqualTo(signed.id("wifi-demo"));
    assertThat(LogRecord.ReportDecided.envelope(other))
        .isNotEqualTo(LogRecord.ReportDecided.envelope(signed));
  }

  private static Bytes32 filled(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return Bytes32.of(bytes);
  }
}
