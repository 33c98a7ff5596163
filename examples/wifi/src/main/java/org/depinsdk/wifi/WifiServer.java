package org.depinsdk.wifi;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.kit.ServerProcess;
import org.depinsdk.service.server.NetworkServer;

/** The network's own process. Its settings come as system properties, the options of the service as arguments. */
public final class WifiServer {
  private static final String SEED = "wifi.seed";
  private static final String STEPPED = "wifi.stepped";
  private static final String GENESIS = "wifi.genesis";
  private static final String INTERVAL = "wifi.interval";
  private static final String VERIFIER = "wifi.verifier";
  private static final String DEVICES = "wifi.devices";
  private static final String REAL = "wifi.real";

  private WifiServer() {}

  /**
   * Runs the network until its standard input ends.
   *
   * @param args options of the service
   */
  public static void main(String[] args) {
    // threads of the service would keep a process alive whose start failed
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
      System.getLogger(WifiServer.class.getName())
          .log(System.Logger.Level.ERROR, thread.getName() + " ended", failure);
      Runtime.getRuntime().halt(70);
    });
    Timing timing = new Timing(
        Boolean.getBoolean(STEPPED),
        Instant.parse(System.getProperty(GENESIS)),
        Duration.parse(System.getProperty(INTERVAL)));
    Seed seed = new Seed(Long.parseLong(System.getProperty(SEED)));
    Optional<ProofKind> extra =
        Optional.ofNullable(System.getProperty(VERIFIER)).map(ProofKind::new);
    List<Fleet.AccessPoint> fleet =
        Fleet.of(seed, Integer.getInteger(DEVICES), Boolean.getBoolean(REAL), HexGrid.load());
    WifiNetwork network = new WifiNetwork(timing, seed, fleet, extra);
    System.exit(NetworkServer.run(network, network, args));
  }

  /** Starts a process of this class, which runs the same network. */
  static ServerProcess start(
      Timing timing,
      Seed seed,
      List<Fleet.AccessPoint> fleet,
      Optional<ProofKind> extra,
      Path data,
      Path bundles)
      throws IOException {
    List<String> properties = new ArrayList<>(List.of(
        "-D" + SEED + "=" + seed.value(),
        "-D" + DEVICES + "=" + fleet.size(),
        "-D" + REAL + "="
            + fleet.stream().anyMatch(f -> f.behaviour() == Fleet.Behaviour.REAL_INTERFACE),
        "-D" + STEPPED + "=" + timing.stepped(),
        "-D" + GENESIS + "=" + timing.genesis(),
        "-D" + INTERVAL + "=" + timing.interval()));
    extra.ifPresent(kind -> properties.add("-D" + VERIFIER + "=" + kind));
    List<String> args = new ArrayList<>(
        List.of("--data", data.resolve("network").toString(), "--bundles", bundles.toString()));
    args.addAll(List.of("--port", "0", "--control", "--reflection"));
    if (timing.stepped()) {
      args.addAll(List.of("--clock", timing.genesis().minus(timing.interval()).toString()));
    }
    return ServerProcess.start(WifiServer.class, properties, args, data.resolve("network.log"));
  }

  /** Sends the running network a line, and checks the first word of its answer. */
  static void ask(ServerProcess server, String request, String expected) throws IOException {
    String answer = server.ask(request);
    if (!answer.startsWith(expected + " ")) {
      throw new IOException("the network answered \"" + answer + "\" to \"" + request + "\"");
    }
  }
}
