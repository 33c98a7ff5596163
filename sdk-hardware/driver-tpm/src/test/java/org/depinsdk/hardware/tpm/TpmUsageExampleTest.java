package org.depinsdk.hardware.tpm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.Domain;
import org.depinsdk.core.identity.DssePayload;
import org.depinsdk.core.identity.SignedPayload;
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
}
