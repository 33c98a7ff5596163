package org.depinsdk.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.junit.jupiter.params.ParameterizedTest;
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
    assertThat(read.verify("net", key)).isTrue();
    assertThat(read.verify("other", key)).isFalse();
  }
}
