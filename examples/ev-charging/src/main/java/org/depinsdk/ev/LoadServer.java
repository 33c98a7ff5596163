package org.depinsdk.ev;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.driver.Secret;
import org.depinsdk.hardware.ocpp.CentralSystem;
import org.depinsdk.kit.ServerProcess;

/** The central system of {@link StationLoad}, in a process of its own. Says its port, then its figures for each line it reads. */
public final class LoadServer {
  static final String PASSWORD = "a password of all";

  private LoadServer() {}

  /** What the server has used so far. */
  record Figures(long heapBytes, long residentBytes, long cpuMillis, long events) {
    String line() {
      return heapBytes + " " + residentBytes + " " + cpuMillis + " " + events;
    }

    static Figures parse(String line) {
      String[] parts = line.split(" ", 4);
      return new Figures(
          Long.parseLong(parts[0]),
          Long.parseLong(parts[1]),
          Long.parseLong(parts[2]),
          Long.parseLong(parts[3]));
    }
  }

  /** Asks the process of this class. */
  static Figures figures(ServerProcess server) throws IOException {
    return Figures.parse(server.ask("figures"));
  }

  /**
   * Serves until its input ends.
   *
   * @param args none
   * @throws IOException if its input cannot be read
   * @throws DriverException if no port is free
   */
  public static void main(String[] args) throws IOException, DriverException {
    LongAdder events = new LongAdder();
    try (DriverContext context = DriverContext.builder().build();
        CentralSystem central = CentralSystem.builder(context)
            .passwords(station -> Optional.of(Secret.of(PASSWORD)))
            .open();
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      central.onEvent(event -> events.increment());
      System.out.println("listening 127.0.0.1:" + central.address().getPort());
      while (in.readLine() != null) {
        System.out.println(figures(events.sum()).line());
      }
    }
  }

  private static Figures figures(long events) throws IOException {
    long cpu = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return new Figures(runtime.totalMemory() - runtime.freeMemory(), resident(), cpu, events);
  }

  // Linux says it in kibibytes; elsewhere it is not known
  private static long resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst()
          .orElse(0);
    }
  }
}
