package org.depinsdk.proofs.sanctions;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.junit.jupiter.params.provider.MethodSource;

/** Portable proofs of any bytes: what parses proves something, and has one form. */
class EquivocationFuzzTest {
  static Stream<byte[]> proofs() throws SigningException {
    TestNetwork network = new TestNetwork();
    DeviceId device = network.device("meter", 1);
    SignedReport[] reports = new SignedReport[2];
    for (int i = 0; i < reports.length; i++) {
      reports[i] = SignedReport.sign(
          TestNetwork.NAME,
          new Report(
              device,
              new ProofKind("energy/1"),
              7,
              TestNetwork.START,
              Provenance.HARDWARE,
              new byte[] {(byte) i}),
          network.signer(device));
    }
    return Stream.of(EquivocationProof.find(
            TestNetwork.NAME, network.signer(device).publicKey(), reports[0], reports[1])
        .orElseThrow()
        .toBytes());
  }

  @MethodSource("proofs")
  @FuzzTest
  void proofs(byte[] data) {
    EquivocationProof proof;
    try {
      proof = EquivocationProof.parse(data);
    } catch (MalformedEvidenceException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    assertThat(proof.first().verify(proof.network(), proof.key())).isTrue();
    assertThat(proof.second().verify(proof.network(), proof.key())).isTrue();
    assertThat(proof.first().report()).isNotEqualTo(proof.second().report());
    assertThat(EquivocationProof.find(proof.network(), proof.key(), proof.first(), proof.second())
            .orElseThrow()
            .toBytes())
        .isEqualTo(proof.toBytes());
  }
}
