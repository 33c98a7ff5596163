package org.depinsdk.proofs.sanctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class EquivocationProofTest {
  private final TestNetwork network = new TestNetwork();
  private final DeviceId device = network.device("meter", 1);
  private final DeviceId other = network.device("meter", 2);
  private final DeviceKey key = network.signer(device).publicKey();

  private SignedReport report(DeviceId by, long sequence, int value) throws Exception {
    Report report = new Report(
        by,
        new ProofKind("energy/1"),
        sequence,
        TestNetwork.START,
        Provenance.HARDWARE,
        new byte[] {(byte) value});
    return SignedReport.sign(TestNetwork.NAME, report, network.signer(by));
  }

  @Test
  void twoReportsUnderOneNumberAreAProofThatAnyoneCanRead() throws Exception {
    SignedReport a = report(device, 7, 1);
    SignedReport b = report(device, 7, 2);
    EquivocationProof proof =
        EquivocationProof.find(TestNetwork.NAME, key, a, b).orElseThrow();
    EquivocationProof read = EquivocationProof.parse(proof.toBytes());
    assertThat(read.first()).isEqualTo(proof.first());
    assertThat(read.second()).isEqualTo(proof.second());
    assertThat(read.first().id(TestNetwork.NAME)).isLessThan(read.second().id(TestNetwork.NAME));
    assertThat(read.key()).isEqualTo(key);
    assertThat(read.network()).isEqualTo(TestNetwork.NAME);
    assertThat(EquivocationProof.find(TestNetwork.NAME, key, b, a).orElseThrow().toBytes())
        .isEqualTo(proof.toBytes());
  }

  @Test
  void honestReportsProveNothing() throws Exception {
    SignedReport a = report(device, 7, 1);
    assertThat(EquivocationProof.find(TestNetwork.NAME, key, a, a)).isEmpty();
    assertThat(EquivocationProof.find(TestNetwork.NAME, key, a, report(device, 8, 2)))
        .isEmpty();
    assertThat(EquivocationProof.find(TestNetwork.NAME, key, a, report(other, 7, 2)))
        .isEmpty();
    assertThat(EquivocationProof.find("other-net", key, a, report(device, 7, 2)))
        .isEmpty();
    DeviceKey wrong = network.signer(other).publicKey();
    assertThat(EquivocationProof.find(TestNetwork.NAME, wrong, a, report(device, 7, 2)))
        .isEmpty();
  }

  @Test
  void changedBytesProveNothing() throws Exception {
    byte[] proof = EquivocationProof.find(
            TestNetwork.NAME, key, report(device, 7, 1), report(device, 7, 2))
        .orElseThrow()
        .toBytes();
    Property.check(500, random -> {
      byte[] changed = proof.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      assertThatThrownBy(() -> EquivocationProof.parse(changed))
          .isInstanceOf(MalformedEvidenceException.class);
    });
    assertThat(
            EquivocationProof.parse(padded(proof, EquivocationProof.MAX_BYTES)).toBytes())
        .isEqualTo(proof);
    assertThatThrownBy(
            () -> EquivocationProof.parse(padded(proof, EquivocationProof.MAX_BYTES + 1)))
        .isInstanceOf(MalformedEvidenceException.class)
        .hasMessageContaining("at most");
  }

  /** The message with a field behind it that nobody reads. */
  private static byte[] padded(byte[] proof, int length) {
    int content = length - proof.length - 5;
    byte[] padded = Arrays.copyOf(proof, length);
    byte[] field = {
      (byte) 0xf2,
      0x7,
      (byte) (content | 0x80),
      (byte) (content >> 7 | 0x80),
      (byte) (content >> 14)
    };
    System.arraycopy(field, 0, padded, proof.length, field.length);
    return padded;
  }
}
