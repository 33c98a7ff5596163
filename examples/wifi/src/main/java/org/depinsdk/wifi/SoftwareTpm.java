package org.depinsdk.wifi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.testkit.PretendBoot;
import org.depinsdk.attestation.testkit.PretendCa;
import org.depinsdk.attestation.testkit.PretendTpm;
import org.depinsdk.core.keys.SpkiKey;
import org.depinsdk.hardware.tpm.EndorsementKey;
import org.depinsdk.hardware.tpm.Tpm;
import org.depinsdk.hardware.tpm.TpmAttester;
import org.depinsdk.hardware.tpm.TpmException;
import org.depinsdk.hardware.tpm.TpmProvisioning;
import org.depinsdk.hardware.tpm.TpmSigner;

/**
 * A TPM 2.0 in software, swtpm, that a pretend manufacturer certified and on whose machine a pretend boot was measured. The key of an
 * access point is drawn in it.
 */
final class SoftwareTpm implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final PretendCa maker = PretendCa.root("CN=Pretend TPM Root");
  private final PretendBoot boot = PretendBoot.of("1.0", true);
  private final Path eventLog;
  private final Process process;
  private final TpmSigner signer;

  private SoftwareTpm(Path folder, Process process) throws Exception {
    this.eventLog = Files.write(folder.resolve("measurements"), boot.log());
    this.process = process;
    Path socket = folder.resolve("sock");
    awaitSocket(socket);
    Tpm tpm = Tpm.socket(socket).withTimeout(LIMIT);
    makeAndBoot(tpm);
    this.signer = TpmSigner.create(tpm, folder.resolve("key.pem"), new char[0]);
  }

  /** Starts one in an empty folder. */
  static SoftwareTpm start(Path folder) throws Exception {
    Process process = new ProcessBuilder(
            "swtpm",
            "socket",
            "--tpm2",
            "--tpmstate",
            "dir=" + folder,
            "--server",
            "type=unixio,path=" + folder.resolve("sock"),
            "--flags",
            "not-need-init,startup-clear")
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("swtpm.log").toFile())
        .start();
    try {
      return new SoftwareTpm(folder, process);
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** Whether swtpm is on the path. */
  static boolean isInstalled() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "swtpm")));
  }

  /** Signs with the access point's key, which never leaves the TPM. */
  TpmSigner signer() {
    return signer;
  }

  TpmAttester attester() {
    return TpmAttester.of(signer, WifiPolicy.NETWORK).withEventLog(eventLog);
  }

  /** What the network has to know of it. */
  TpmTerms terms() {
    return new TpmTerms(
        new AttestedKey(SpkiKey.encode(signer.publicKey())),
        maker.anchor().key(),
        PretendTpm.of(maker).boot(boot).pcr(0).toString().substring(2));
  }

  private void awaitSocket(Path socket) throws IOException, InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!Files.exists(socket)) {
      if (!process.isAlive() || System.nanoTime() - end >= 0) {
        throw new IOException("swtpm did not start, see " + socket.resolveSibling("swtpm.log"));
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private void makeAndBoot(Tpm tpm) throws TpmException {
    byte[] certificate = PretendTpm.certificate(
            maker, TpmProvisioning.endorsementKey(tpm, EndorsementKey.P256))
        .valid(Manufacturer.MADE, PretendCa.NOT_AFTER)
        .der();
    TpmProvisioning.storeCertificate(tpm, EndorsementKey.P256, certificate);
    for (PretendBoot.Event event : boot.events()) {
      TpmProvisioning.extend(tpm, event.pcr(), event.digest());
    }
  }

  @Override
  public void close() throws InterruptedException {
    signer.close();
    process.destroyForcibly().waitFor();
  }
}
