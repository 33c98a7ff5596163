package org.depinsdk.hardware.ocpp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A running script of {@code src/test/resources/peer}, and what it said so far: one line a step. */
record Peer(Process process, BufferedReader out, Map<String, String> steps)
    implements AutoCloseable {
  /** Starts a script; skips the test if node or its package is missing. */
  static Peer start(String script, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(
        "node", Path.of("src/test/resources/peer", script).toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("NODE_PATH", NodeModules.withOcppRpc().toString());
    Process process = builder.start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return new Peer(process, out, new TreeMap<>());
  }

  /** Reads up to a step. */
  String await(String step) throws IOException {
    while (!steps.containsKey(step)) {
      if (!read()) {
        throw new AssertionError("the peer never came to " + step + ": " + steps);
      }
    }
    return steps.get(step);
  }

  /** Reads to the end. */
  void finish() throws IOException, InterruptedException {
    while (read()) {
      // each line is a step
    }
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new AssertionError("the peer does not end: " + steps);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }

  private boolean read() throws IOException {
    String line = out.readLine();
    if (line == null) {
      return false;
    }
    int space = line.indexOf(' ');
    steps.put(space < 0 ? line : line.substring(0, space), line.substring(space + 1));
    return true;
  }
}
