package org.depinsdk.wifi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ProofKind;

/** The network, running in a process of its own. What it logs goes to a file. */
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final Writer orders;
  private final Path log;
  private final int port;

  private ServerProcess(Process process, BufferedReader answers, Path log, int port) {
    this.process = process;
    this.answers = answers;
    this.orders = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    this.log = log;
    this.port = port;
  }

  static ServerProcess start(
      Timing timing,
      Seed seed,
      Optional<ProofKind> extra,
      SanctionFile sanctions,
      Path data,
      Path bundles)
      throws IOException {
    Path log = data.resolve("network.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(WifiServer.properties(timing, seed, extra, sanctions));
    command.add(WifiServer.class.getName());
    command.addAll(
        List.of("--data", data.resolve("network").toString(), "--bundles", bundles.toString()));
    command.addAll(List.of("--port", "0", "--control", "--reflection"));
    if (timing.stepped()) {
      command.addAll(
          List.of("--clock", timing.genesis().minus(timing.interval()).toString()));
    }
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    BufferedReader answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = answers.readLine();
    if (line == null || !line.startsWith("listening ")) {
      process.destroy();
      throw new IOException(
          "the network did not start, see " + log + (line == null ? "" : "; it said " + line));
    }
    int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    return new ServerProcess(process, answers, log, port);
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  /** Moves the network's clock on; epochs that close on the way are settled when this returns. */
  void advance(Instant to) throws IOException {
    order("advance " + to, "now ");
  }

  void revoke(DeviceId device, String reason) throws IOException {
    order("revoke " + device + " " + reason, "changed ");
  }

  private void order(String order, String expected) throws IOException {
    orders.write(order + "\n");
    orders.flush();
    String answer = answers.readLine();
    if (answer == null || !answer.startsWith(expected)) {
      throw new IOException(
          "the network answered \"" + answer + "\" to \"" + order + "\", see " + log);
    }
  }

  /** Lets the network end by itself: the end of its input tells it to. */
  @Override
  public void close() throws IOException {
    orders.close();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
