package org.depinsdk.scaffold;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.depinsdk.client.Enrollment;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.service.Network;

/** A network as a program of its own, whose clock the test sets. */
public final class RunningNetwork implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final PrintStream orders;
  private final NetworkClient client;
  private final String name;
  private Instant now;
  private long sequence;

  /** Starts a network at a moment, in a folder of its own, with the policy file of this project. */
  public RunningNetwork(
      Class<? extends Network> network, String name, Path policy, Path folder, Instant now)
      throws IOException {
    this.name = name;
    this.now = now;
    this.process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            network.getName(),
            policy.toAbsolutePath().toString(),
            "--data",
            folder.resolve("data").toString(),
            "--port",
            "0",
            "--clock",
            now.toString(),
            "--control")
        .directory(folder.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    String listening = answers.readLine();
    if (listening == null) {
      throw new IOException("the network did not start");
    }
    int port = Integer.parseInt(listening.substring(listening.lastIndexOf(':') + 1));
    this.client = NetworkClient.plaintext("127.0.0.1", port, Duration.ofSeconds(60));
  }

  /** The calls of a device or an owner. */
  public NetworkClient client() {
    return client;
  }

  /** A key that belongs to a number and to nothing else. */
  public static InMemorySigner signer(KeyAlgorithm algorithm, int number) throws Exception {
    byte[] secret = new byte[32];
    secret[31] = (byte) number;
    return InMemorySigner.ofSecret(algorithm, secret);
  }

  /** The id of a device with a key. */
  public DeviceId device(DeviceSigner signer) {
    return DeviceId.derive(name, signer.publicKey());
  }

  /** Enrols a device and says what its status is then. */
  public String enroll(
      DeviceSigner signer, OperatorId owner, String deviceClass, Optional<H3Cell> place)
      throws Exception {
    RegistryChange.Enrolled enrolled =
        new RegistryChange.Enrolled(signer.publicKey(), owner, deviceClass, place);
    return client.enroll(name, new Enrollment(enrolled, now), signer).getStatus();
  }

  /** Hands in a report of now; the answer is empty, or the reason for which it was rejected. */
  public String submit(DeviceSigner signer, ProofKind kind, byte[] evidence) throws Exception {
    sequence++;
    Report report =
        new Report(device(signer), kind, sequence, now, Provenance.SIMULATED, evidence, "");
    return client.submit(SignedReport.sign(name, report, signer)).getRefusal();
  }

  /** Moves the clock; every epoch that closes until then is settled when this returns. */
  public void advance(Instant moment) throws IOException {
    orders.println("advance " + moment);
    String answer = answers.readLine();
    if (!("now " + moment).equals(answer)) {
      throw new IOException("advance " + moment + ": " + answer);
    }
    now = moment;
  }

  /** What an owner has earned so far, in base units. */
  public String earned(OperatorId owner) {
    return client.claim(owner).getCumulativeAmount();
  }

  /** Stops the network and waits for its end. */
  @Override
  public void close() throws IOException {
    client.close();
    orders.close();
    try {
      if (process.waitFor() != 0) {
        throw new IOException("the network ended with code " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
