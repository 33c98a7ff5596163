package org.depinsdk.hardware.tpm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.depinsdk.attestation.testkit.PretendBoot;
import org.junit.jupiter.api.Assumptions;

/** A real TPM 2.0 in software: swtpm, a process of its own with its state in a folder. */
final class Swtpm implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Path folder;
  private final int port;
  private final boolean unixSocket;
  private Process process;

  private Swtpm(Path folder, int port, boolean unixSocket) throws IOException {
    this.folder = folder;
    this.port = port;
    this.unixSocket = unixSocket;
    this.process = start();
  }

  static void assumeInstalled() {
    Assumptions.assumeTrue(
        isInstalled("swtpm", "--version"),
        "skipped: swtpm is not installed, so no TPM to sign with");
  }

  static boolean isInstalled(String program, String argument) {
    try {
      return run(List.of(program, argument), Path.of(".")).exitCode == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** With a control channel at the next port, where tpm2-tools look for it. */
  static Swtpm overTcp(Path folder) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    while (true) {
      int port;
      try (ServerSocket free = new ServerSocket(0, 1, loopback)) {
        port = free.getLocalPort();
        try (ServerSocket next = new ServerSocket(port + 1, 1, loopback)) {
          assertThat(next.isBound()).isTrue();
        }
      } catch (IOException | IllegalArgumentException e) {
        continue;
      }
      return new Swtpm(folder, port, false);
    }
  }

  static Swtpm overUnixSocket(Path folder) throws IOException {
    return new Swtpm(folder, 0, true);
  }

  private Process start() throws IOException {
    String server =
        unixSocket ? "type=unixio,path=" + socket() : "type=tcp,bindaddr=127.0.0.1,port=" + port;
    List<String> command = new ArrayList<>(List.of("swtpm", "socket", "--tpm2"));
    command.addAll(List.of("--tpmstate", "dir=" + folder, "--server", server));
    command.addAll(List.of("--flags", "not-need-init"));
    if (!unixSocket) {
      command.addAll(List.of("--ctrl", "type=tcp,bindaddr=127.0.0.1,port=" + (port + 1)));
    }
    Process started = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("swtpm.log").toFile())
        .start();
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try (TpmTransport reached = tpm().connector().connect(LIMIT)) {
        assertThat(reached).isNotNull();
        return started;
      } catch (IOException e) {
        if (!started.isAlive() || System.nanoTime() - end >= 0) {
          throw new IOException("swtpm did not start, see " + folder + "/swtpm.log", e);
        }
        Thread.onSpinWait();
      }
    }
  }

  /** Extends the registers as firmware does. */
  static void boot(Tpm tpm, PretendBoot boot) throws TpmException {
    for (PretendBoot.Event event : boot.events()) {
      TpmProvisioning.extend(tpm, event.pcr(), event.digest());
    }
  }

  Path socket() {
    return folder.resolve("tpm.sock");
  }

  Tpm tpm() {
    return (unixSocket ? Tpm.socket(socket()) : Tpm.socket("127.0.0.1", port)).withTimeout(LIMIT);
  }

  /** Stops the process silently to it, as a power cut does. */
  void kill() throws Exception {
    process.destroyForcibly();
    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  void restart() throws Exception {
    kill();
    process = start();
  }

  /** Stops the process's work, its sockets stay open. */
  void freeze() throws IOException {
    assertThat(run(List.of("kill", "-STOP", "" + process.pid()), folder).exitCode)
        .isZero();
  }

  void thaw() throws IOException {
    assertThat(run(List.of("kill", "-CONT", "" + process.pid()), folder).exitCode)
        .isZero();
  }

  @Override
  public void close() throws Exception {
    kill();
  }

  record Finished(int exitCode, String output) {}

  /** Runs a program that finds this TPM as tpm2-tools and tpm2-openssl do, and expects success. */
  String run(String... command) throws IOException {
    Finished finished = run(List.of(command), folder, "swtpm:host=127.0.0.1,port=" + port);
    assertThat(finished.exitCode)
        .as(String.join(" ", command) + ": " + finished.output)
        .isZero();
    return finished.output;
  }

  static Finished run(List<String> command, Path folder, String... tcti) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    for (String value : tcti) {
      builder.environment().put("TPM2TOOLS_TCTI", value);
      builder.environment().put("TPM2OPENSSL_TCTI", value);
    }
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return new Finished(process.waitFor(), output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
