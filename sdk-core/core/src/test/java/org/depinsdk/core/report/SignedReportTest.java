package org.depinsdk.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.wire.v1.ReportBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SignedReportTest {
  @ParameterizedTest
  @EnumSource(KeyAlgorithm.class)
  void signedReportVerifiesInItsNetworkOnly(KeyAlgorithm algorithm) throws Exception {
    InMemorySigner signer = InMemorySigner.generate(algorithm, new SecureRandom());
    DeviceKey key = signer.publicKey();
    assertThat(DeviceKey.ofDidKey(key.didKey())).isEqualTo(key);
    Report report = new Report(
        DeviceId.derive("net", key),
        new ProofKind("uptime/1"),
        1,
        Instant.EPOCH,
        Provenance.SIMULATED,
        new byte[3]);
    SignedReport signed = SignedReport.sign("net", report, signer);
    SignedReport read = SignedReport.of(signed.toWire());
    assertThat(read).isEqualTo(signed);
    assertThat(read.report()).isEqualTo(report);
    assertThat(read).hasSameHashCodeAs(signed).hasToString("Signed" + report);
    SignedReport elsewhere = SignedReport.sign("other", report, signer);
    assertThat(elsewhere).isNotEqualTo(signed);
    assertThat(elsewhere.hashCode()).isNotEqualTo(signed.hashCode());
    assertThat(read.verify("net", key)).isTrue();
    assertThat(read.verify("other", key)).isFalse();
  }

  private static Report report(long millis, Provenance provenance, byte[] evidence) {
    return new Report(
        new DeviceId("dev-" + "a".repeat(32)),
        new ProofKind("uptime/1"),
        7,
        Instant.ofEpochMilli(millis),
        provenance,
        evidence,
        "boot-1");
  }

  @ParameterizedTest
  @EnumSource(Provenance.class)
  void aReportIsReadAsItWasWritten(Provenance provenance) throws Exception {
    Report report = report(0, provenance, new byte[] {1, 2});
    Report read = Report.parse(report.toBytes());
    assertThat(read).isEqualTo(report).hasSameHashCodeAs(report);
    assertThat(read.provenance()).isEqualTo(provenance);
    Report other = report(1, provenance, new byte[] {1, 2});
    assertThat(read).isNotEqualTo(other);
    assertThat(read.hashCode()).isNotEqualTo(other.hashCode());
    assertThat(read.toString()).contains("dev-aaaa", "uptime/1 #7", "1970-01-01T00:00:00Z");
  }

  /** Years 1 to 9999, to the millisecond. */
  @ParameterizedTest
  @CsvSource({
    "-62135596800000, true", "-62135596800001, false",
    "253402300799999, true", "253402300800000, false"
  })
  void aTimeLiesInYearsOfFourDigits(long millis, boolean taken) throws Exception {
    byte[] body =
        ReportBody.parseFrom(report(0, Provenance.HARDWARE, new byte[0]).toBytes()).toBuilder()
            .setDeviceTimeMs(millis)
            .build()
            .toByteArray();
    if (taken) {
      assertThat(report(millis, Provenance.HARDWARE, new byte[0])).isEqualTo(Report.parse(body));
    } else {
      assertThatThrownBy(() -> report(millis, Provenance.HARDWARE, new byte[0]))
          .hasMessageContaining("" + millis);
      assertThatThrownBy(() -> Report.parse(body))
          .isInstanceOf(MalformedReportException.class)
          .hasMessageContaining("" + millis);
    }
  }

  /** Fields that are not known may be in a body, so that one of any length can be made. */
  @Test
  void aBodyEndsAtItsLongest() throws Exception {
    byte[] body = report(0, Provenance.HARDWARE, new byte[0]).toBytes();
    byte[] longest = new byte[Report.MAX_BODY_BYTES];
    // field 15, a string of three bytes of length
    int padding = longest.length - body.length - 4;
    longest[0] = 15 << 3 | 2;
    longest[1] = (byte) (padding & 0x7F | 0x80);
    longest[2] = (byte) (padding >> 7 & 0x7F | 0x80);
    longest[3] = (byte) (padding >> 14);
    System.arraycopy(body, 0, longest, longest.length - body.length, body.length);
    assertThat(Report.parse(longest)).isEqualTo(Report.parse(body));
    assertThatThrownBy(() -> Report.parse(Arrays.copyOf(longest, longest.length + 1)))
        .hasMessageContaining("at most " + Report.MAX_BODY_BYTES);
  }
}
