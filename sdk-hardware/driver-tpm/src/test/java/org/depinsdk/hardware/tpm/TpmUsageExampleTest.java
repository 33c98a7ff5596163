package org.depinsdk.hardware.tpm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.function.UnaryOperator;
import org.depinsdk.attestation.testkit.PretendCa;
import org.depinsdk.attestation.testkit.PretendTpm;
import org.depinsdk.attestation.tpm.TpmEvidenceVerifier;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.identity.SignedPayload;
import org.depinsdk.core.tpm.TpmEvidence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/hardware.md shows. */
class TpmUsageExampleTest {
  private static final SignedPayload PAYLOAD =
      DssePayload.of(new Domain("wifi-demo", "report", 1), new byte[] {1, 2});

  @TempDir
  Path folder = Path.of("");

  @Test
  void makesAKeyAndSignsWithIt() throws Exception {
    Swtpm.assumeInstalled();
    try (Swtpm swtpm = Swtpm.overUnixSocket(folder)) {
      String label = provision(swtpm.tpm(), folder.resolve("device.tss2.pem"));
      assertThat(sign(swtpm.tpm(), folder.resolve("device.tss2.pem")))
          .matches(signature -> verifies(label, signature));
    }
    assertThat(Tpm.device()).hasToString("/dev/tpmrm0");
  }

  @Test
  void attestsAKey() throws Exception {
    Swtpm.assumeInstalled();
    try (Swtpm swtpm = Swtpm.overUnixSocket(folder)) {
      Path file = folder.resolve("device.tss2.pem");
      TpmSigner.create(swtpm.tpm(), file, new char[0]).close();
      PretendCa manufacturer = PretendCa.root("CN=TPM Root");
      PublicKey ek = TpmProvisioning.endorsementKey(swtpm.tpm(), EndorsementKey.P256);
      TpmProvisioning.storeCertificate(
          swtpm.tpm(),
          EndorsementKey.P256,
          PretendTpm.certificate(manufacturer, ek).der());
      byte[] evidence = attest(swtpm.tpm(), file, announcement -> {
        try {
          return new TpmEvidenceVerifier()
              .challenge(announcement, new byte[32], new SecureRandom());
        } catch (EncodingException e) {
          throw new AssertionError(e);
        }
      });
      assertThat(TpmEvidence.parse(evidence).pcrs()).hasSize(8);
    }
  }

  private static boolean verifies(String label, byte[] signature) {
    try {
      return DeviceKey.ofDidKey(label).verify(PAYLOAD, signature);
    } catch (org.depinsdk.core.identity.InvalidKeyException e) {
      throw new AssertionError(e);
    }
  }

  private static String provision(Tpm tpm, Path file) throws Exception {
    char[] noAuth = {};
    // once, on the device, with Tpm.device()
    try (TpmSigner made = TpmSigner.create(tpm, file, noAuth)) {
      return made.publicKey().didKey();
    }
  }

  private static byte[] sign(Tpm tpm, Path file) throws Exception {
    char[] noAuth = {};
    // from then on: it is used like any DeviceSigner, for example by a DeviceAgent
    try (TpmSigner signer = TpmSigner.open(tpm, file, noAuth)) {
      return signer.sign(PAYLOAD);
    } catch (TpmException e) {
      System.err.println(e.reason() + ": " + e.getMessage());
      throw e;
    }
  }

  private static byte[] attest(Tpm tpm, Path file, UnaryOperator<byte[]> askForChallenge)
      throws Exception {
    char[] noAuth = {};
    // when the device enrols, and again before the result expires
    try (TpmSigner signer = TpmSigner.open(tpm, file, noAuth)) {
      TpmAttester attester = TpmAttester.of(signer, "wifi-demo").withPcrs(0, 1, 2, 3, 4, 5, 6, 7);
      byte[] challenge = askForChallenge.apply(attester.announcement());
      return attester.evidence(challenge);
    }
  }
}
