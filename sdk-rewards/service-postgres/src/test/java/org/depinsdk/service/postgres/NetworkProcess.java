package org.depinsdk.service.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.depinsdk.client.NetworkClient;

/** A {@link FailoverNetwork} as a process of its own, which obeys lines. */
final class NetworkProcess implements AutoCloseable {
  final int port;
  final Process process;

  /** Ends when the process leads. */
  final CompletableFuture<NetworkProcess> leads;

  private final BufferedReader out;

  NetworkProcess(Path data, String database, int port, String... options) throws IOException {
    this.port = port;
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx256m",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        FailoverNetwork.class.getName(),
        "--data",
        data.toString(),
        "--database",
        database,
        "--port",
        Integer.toString(port),
        "--clock",
        FailoverNetwork.GENESIS.plusSeconds(60).toString(),
        "--control"));
    command.addAll(List.of(options));
    this.process = new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.appendTo(data.resolve("stderr").toFile()))
        .start();
    this.out = process.inputReader(StandardCharsets.UTF_8);
    // a thread of its own: of two processes one may wait for as long as the other leads
    this.leads = CompletableFuture.supplyAsync(
        () -> {
          String line = readLine();
          if (!("listening 127.0.0.1:" + port).equals(line)) {
            throw new IllegalStateException("the process said " + line);
          }
          return this;
        },
        task -> new Thread(task, "first line").start());
  }

  private String readLine() {
    try {
      return out.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  NetworkProcess awaitLeading() throws Exception {
    return leads.get(60, TimeUnit.SECONDS);
  }

  NetworkClient client(Duration timeout) {
    return NetworkClient.plaintext("127.0.0.1", port, timeout);
  }

  /** Begins to move the clock, which settles what closes on the way. */
  void advance(Instant to) throws IOException {
    OutputStream in = process.getOutputStream();
    in.write(("advance " + to + "\n").getBytes(StandardCharsets.US_ASCII));
    in.flush();
  }

  /** What it said to the last line. */
  String answer() {
    return readLine();
  }

  /** Ends it in order. */
  void end() throws Exception {
    process.getOutputStream().close();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException("the process did not end in order");
    }
  }

  /** STOP or CONT. */
  void signal(String name) throws Exception {
    int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
        .inheritIO()
        .start()
        .waitFor();
    if (code != 0) {
      throw new IllegalStateException("kill -" + name + " ended with " + code);
    }
  }

  /** SIGKILL. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
