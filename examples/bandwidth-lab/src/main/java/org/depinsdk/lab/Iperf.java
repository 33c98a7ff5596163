package org.depinsdk.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** iperf3 over the same link: TCP, one stream, as most people run it. */
final class Iperf {
  /**
   * What it says.
   *
   * @param kbps of TCP payload, at the receiver
   * @param bytes that were received
   */
  record Result(long kbps, long bytes) {}

  private Iperf() {}

  /** Empty if it is not installed or fails. */
  static Optional<Result> run(Namespaces namespaces, int seconds)
      throws IOException, InterruptedException {
    Process server = start(namespaces, "p", "iperf3", "-s", "-1");
    try {
      for (int attempt = 0; attempt < 5; attempt++) {
        TimeUnit.MILLISECONDS.sleep(300);
        Process client = start(
            namespaces, "c", "iperf3", "-c", Namespaces.PROVER_ADDRESS, "-t", "" + seconds, "-J");
        JsonNode end =
            new ObjectMapper().readTree(client.getInputStream()).path("end").path("sum_received");
        client.waitFor();
        if (end.has("bytes")) {
          return Optional.of(new Result(
              (long) (end.path("bits_per_second").asDouble() / 1_000),
              end.path("bytes").asLong()));
        }
      }
      return Optional.empty();
    } finally {
      server.destroyForcibly();
    }
  }

  private static Process start(Namespaces namespaces, String name, String... command)
      throws IOException {
    List<String> all = new ArrayList<>(namespaces.inside(name, List.of(command)));
    return new ProcessBuilder(all)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
