package org.depinsdk.storagenet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.depinsdk.kit.ServerProcess;

/** A provider's own process. It listens, executes commands from standard input, and ends with its input. */
public final class ProviderMain {
  private static final List<String> JVM =
      List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

  private ProviderMain() {}

  /**
   * Runs a provider until its input ends.
   *
   * @param args seed, number, behaviour, folder, file of the contracts, port of the network
   */
  public static void main(String[] args) {
    int code = 0;
    try {
      serve(args);
    } catch (IOException | RuntimeException e) {
      System.getLogger(ProviderMain.class.getName())
          .log(System.Logger.Level.ERROR, "the provider ended", e);
      code = 1;
    }
    // threads of gRPC would keep the process for a while
    System.exit(code);
  }

  private static void serve(String[] args) throws IOException {
    ProviderNode.Settings settings = new ProviderNode.Settings(
        Long.parseLong(args[0]),
        Integer.parseInt(args[1]),
        Behaviour.valueOf(args[2]),
        Path.of(args[3]),
        Path.of(args[4]),
        Integer.parseInt(args[5]));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (ProviderNode node = ProviderNode.start(settings);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      out.println("listening 127.0.0.1:" + node.port());
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println(answer(node, line));
      }
    }
  }

  private static String answer(ProviderNode node, String line) {
    try {
      return node.ask(line);
    } catch (IOException e) {
      return "failed: " + String.valueOf(e.getMessage()).replace('\n', ' ');
    }
  }

  /** Starts a provider in a process of its own. */
  static ProviderHandle start(ProviderNode.Settings settings, Path log) throws IOException {
    ServerProcess process = ServerProcess.start(
        ProviderMain.class,
        JVM,
        List.of(
            "" + settings.seed(),
            "" + settings.number(),
            settings.behaviour().name(),
            settings.folder().toString(),
            settings.contracts().toString(),
            "" + settings.networkPort()),
        log);
    return new ProviderHandle() {
      @Override
      public int port() {
        return process.port();
      }

      @Override
      public String ask(String line) throws IOException {
        return process.ask(line);
      }

      @Override
      public void close() throws IOException {
        process.close();
      }
    };
  }
}
