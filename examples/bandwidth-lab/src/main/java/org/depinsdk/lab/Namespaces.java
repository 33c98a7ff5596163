package org.depinsdk.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.depinsdk.bandwidth.TestSize;

/**
 * Three network namespaces in a row: challengers, a router, a prover. The router shapes what goes to the prover with {@code
 * tbf}, whose bucket holds a hundredth of a test, but at least two packets: with a larger one, a test would measure the
 * bucket.
 */
final class Namespaces implements AutoCloseable {
  static final String CHALLENGERS_ADDRESS = "10.77.1.1";
  static final String PROVER_ADDRESS = "10.77.2.1";
  static final String PROVER_INTERFACE = "p0";

  /** Bytes of a packet's Ethernet header, which tbf counts. */
  static final int ETHERNET = 14;

  private static final int LEAST_BURST = 3_200;

  private final String prefix = "lab" + Long.toString(ProcessHandle.current().pid(), 36) + "-";

  Namespaces() throws IOException, InterruptedException {
    try {
      for (String name : List.of("c", "r", "p")) {
        run("ip", "netns", "add", prefix + name);
        in(name, "ip", "link", "set", "lo", "up");
      }
      connect("c", "c0", CHALLENGERS_ADDRESS, "r0", "10.77.1.2");
      connect("p", PROVER_INTERFACE, PROVER_ADDRESS, "r1", "10.77.2.2");
      in("c", "ip", "route", "add", "default", "via", "10.77.1.2");
      in("p", "ip", "route", "add", "default", "via", "10.77.2.2");
      in("r", "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
      // packets that were sent together are parted behind tbf, as on a cable, so that the prover's
      // interface counts their headers
      in("r", "ip", "link", "set", "dev", "r1", "gso_max_segs", "1");
    } catch (IOException | InterruptedException e) {
      close();
      throw e;
    }
  }

  private void connect(String name, String end, String address, String routerEnd, String router)
      throws IOException, InterruptedException {
    run(
        "ip",
        "link",
        "add",
        end,
        "netns",
        prefix + name,
        "type",
        "veth",
        "peer",
        "name",
        routerEnd,
        "netns",
        prefix + "r");
    in(name, "ip", "address", "add", address + "/24", "dev", end);
    in(name, "ip", "link", "set", end, "up");
    in("r", "ip", "address", "add", router + "/24", "dev", routerEnd);
    in("r", "ip", "link", "set", routerEnd, "up");
  }

  /** Shapes what goes to the prover; what the kernel made of it. */
  String shape(int mbps) throws IOException, InterruptedException {
    in(
        "r",
        "tc",
        "qdisc",
        "replace",
        "dev",
        "r1",
        "root",
        "tbf",
        "rate",
        mbps + "mbit",
        "burst",
        Long.toString(bucketBytes(mbps)),
        "latency",
        "50ms");
    return in("r", "tc", "-s", "qdisc", "show", "dev", "r1")
        .strip()
        .replaceAll("\\s*\\n\\s*", "; ");
  }

  /** What tbf lets through at once. */
  static long bucketBytes(int mbps) {
    TestSize size = TestSize.of(mbps * 1_000L, TestSize.FILLING_E2, 1);
    return Math.max(LEAST_BURST, mbps * (long) size.bins() * size.binMicros() / 800);
  }

  /** A command line that runs in a namespace: c, r or p. */
  List<String> inside(String name, List<String> command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", prefix + name));
    all.addAll(command);
    return all;
  }

  private String in(String name, String... command) throws IOException, InterruptedException {
    return run(inside(name, List.of(command)).toArray(String[]::new));
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.format(
          Locale.ROOT,
          "%s failed (%s); the lab needs root, and ip and tc of iproute2",
          String.join(" ", command),
          out.strip()));
    }
    return out;
  }

  /** Removes them, and with them the interfaces and what still runs there. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    for (String name : List.of("c", "r", "p")) {
      try {
        run("ip", "netns", "delete", prefix + name);
      } catch (IOException e) {
        // it was not made
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
