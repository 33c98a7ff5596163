package org.depinsdk.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.service.server.NetworkServer;

/** A service as a process of its own, with so much memory; its clock stands at {@link #NOW}. */
public final class ServiceProcess implements AutoCloseable {
  public static final Instant NOW = TestNetwork.GENESIS.plusSeconds(60);

  public final Process process;
  public final int port;

  /** What it prints after its first line. */
  public final BufferedReader out;

  /** The process. */
  static final class Service {
    public static void main(String[] args) {
      System.exit(NetworkServer.run(new TestNetwork(), PolicySource.of(TestNetwork.POLICY), args));
    }
  }

  public ServiceProcess(String heap, Path data, String... options) throws IOException {
    this(List.of(), heap, data, options);
  }

  /** A service that the system gives so much and no more, as {@code ulimit} sets it: {@code -n 512}. */
  static ServiceProcess limited(String limit, Path data, String... options) throws IOException {
    return new ServiceProcess(
        List.of("bash", "-c", "ulimit " + limit + " && exec \"$@\"", "service"),
        "256m",
        data,
        options);
  }

  private ServiceProcess(List<String> before, String heap, Path data, String... options)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-Xmx" + heap,
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        Service.class.getName(),
        "--data",
        data.toString(),
        "--port",
        "0",
        "--clock",
        NOW.toString()));
    command.addAll(List.of(options));
    process = new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.appendTo(data.resolve("stderr").toFile()))
        .start();
    out = process.inputReader(StandardCharsets.UTF_8);
    String listening = out.readLine();
    if (listening == null) {
      throw new IOException(
          "the service ended with exit code " + process.onExit().join().exitValue());
    }
    port = Integer.parseInt(listening.substring(listening.lastIndexOf(':') + 1));
  }

  public NetworkClient client(Duration timeout) {
    return NetworkClient.plaintext("127.0.0.1", port, timeout);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
