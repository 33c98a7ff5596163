package org.depinsdk.wifi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.testkit.PretendBoot;
import org.depinsdk.attestation.testkit.PretendCa;
import org.depinsdk.attestation.testkit.PretendTpm;
import org.depinsdk.core.keys.SpkiKey;
import org.depinsdk.hardware.tpm.Tpm;
import org.depinsdk.hardware.tpm.TpmAttester;
import org.depinsdk.hardware.tpm.TpmSigner;

/**
 * A TPM 2.0 in software: swtpm, to which tpm2-tools do what the manufacturer of a TPM and the firmware of a machine do. The key of an
 * access point is drawn in it.
 */
final class SoftwareTpm implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  // where the EK Credential Profile puts the certificate of an endorsement key on P-256
  private static final String CERTIFICATE_INDEX = "0x01c0000a";

  private final PretendCa maker = PretendCa.root("CN=Pretend TPM Root");
  private final PretendBoot boot = PretendBoot.of("1.0", true);
  private final Path folder;
  private final Process process;
  private final TpmSigner signer;

  private SoftwareTpm(Path folder, Process process) throws Exception {
    this.folder = folder;
    this.process = process;
    awaitSocket();
    certify();
    for (PretendBoot.Event event : boot.events()) {
      String digest = event.digest().toString().substring(2);
      run("tpm2_pcrextend", event.pcr() + ":sha256=" + digest);
    }
    Files.write(eventLog(), boot.log());
    this.signer = TpmSigner.create(
        Tpm.socket(socket()).withTimeout(LIMIT), folder.resolve("key.pem"), new char[0]);
  }

  /** Starts one, makes it genuine and boots its machine. */
  static SoftwareTpm start(Path folder) throws Exception {
    Process process = new ProcessBuilder(
            "swtpm",
            "socket",
            "--tpm2",
            "--tpmstate",
            "dir=" + folder,
            "--server",
            "type=unixio,path=" + folder.resolve("sock"),
            "--ctrl",
            "type=unixio,path=" + folder.resolve("sock.ctrl"),
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

  /** Whether the programs that it needs are on the path. */
  static boolean isInstalled() {
    List<Path> path = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(Path::of)
        .toList();
    return Stream.of("swtpm", "tpm2_createek", "tpm2_nvwrite", "tpm2_pcrextend")
        .allMatch(program ->
            path.stream().anyMatch(one -> Files.isExecutable(one.resolve(program))));
  }

  /** Signs with the access point's key, which never leaves the TPM. */
  TpmSigner signer() {
    return signer;
  }

  TpmAttester attester() {
    return TpmAttester.of(signer, WifiPolicy.NETWORK).withEventLog(eventLog());
  }

  /** What the network has to know of it. */
  TpmTerms terms() {
    return new TpmTerms(
        new AttestedKey(SpkiKey.encode(signer.publicKey())),
        maker.anchor().key(),
        PretendTpm.of(maker).boot(boot).pcr(0).toString().substring(2));
  }

  private Path socket() {
    return folder.resolve("sock");
  }

  private Path eventLog() {
    return folder.resolve("measurements");
  }

  private void awaitSocket() throws IOException, InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!Files.exists(folder.resolve("sock.ctrl"))) {
      if (!process.isAlive() || System.nanoTime() - end >= 0) {
        throw new IOException("swtpm did not start, see " + folder.resolve("swtpm.log"));
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  // what a manufacturer does: certifies the endorsement key, and puts the certificate into the TPM
  private void certify() throws IOException, InterruptedException, GeneralSecurityException {
    run("tpm2_createek", "-c", "ek.ctx", "-G", "ecc", "-u", "ek.pem", "-f", "pem");
    run("tpm2_flushcontext", "-t");
    String pem = Files.readString(folder.resolve("ek.pem")).replaceAll("-----[A-Z ]+-----", "");
    PublicKey ek = KeyFactory.getInstance("EC")
        .generatePublic(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
    byte[] certificate = PretendTpm.certificate(maker, ek).valid(Maker.MADE, PretendCa.NOT_AFTER).der();
    Files.write(folder.resolve("ek.der"), certificate);
    run(
        "tpm2_nvdefine",
        CERTIFICATE_INDEX,
        "-C",
        "o",
        "-s",
        "" + certificate.length,
        "-a",
        "ownerread|ownerwrite|authread|authwrite|no_da");
    run("tpm2_nvwrite", CERTIFICATE_INDEX, "-C", "o", "-i", "ek.der");
  }

  private void run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("TPM2TOOLS_TCTI", "swtpm:path=" + socket());
    Process tool = builder.start();
    String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (tool.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed: " + output.strip());
    }
  }

  @Override
  public void close() throws InterruptedException {
    signer.close();
    process.destroyForcibly().waitFor();
  }
}
