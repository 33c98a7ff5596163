package org.depinsdk.wifi;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.SignedPayload;
import org.depinsdk.core.identity.SigningException;
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
  private static final String TPM_DEVICE = "wifi.tpm.device";
  private static final String TPM_MAKER = "wifi.tpm.maker";
  private static final String TPM_FIRMWARE = "wifi.tpm.firmware";

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
    Optional<TpmTerms> tpm = Optional.ofNullable(System.getProperty(TPM_FIRMWARE))
        .map(firmware -> new TpmTerms(key(TPM_DEVICE), key(TPM_MAKER), firmware));
    List<Fleet.AccessPoint> fleet = Fleet.of(
        seed,
        Integer.getInteger(DEVICES),
        Boolean.getBoolean(REAL),
        tpm.map(terms -> new Elsewhere(terms.device().deviceKey().orElseThrow())),
        HexGrid.load());
    WifiNetwork network = new WifiNetwork(timing, seed, fleet, extra, tpm);
    System.exit(NetworkServer.run(network, network, args));
  }

  private static AttestedKey key(String property) {
    return new AttestedKey(Base64.getDecoder().decode(System.getProperty(property)));
  }

  /** A key whose private half the network does not have. */
  private record Elsewhere(DeviceKey publicKey) implements DeviceSigner {
    @Override
    public byte[] sign(SignedPayload payload) throws SigningException {
      throw new SigningException("the key is in the access point's TPM");
    }
  }

  /** Starts a process of this class, which runs the same network. */
  static ServerProcess start(
      Timing timing,
      Seed seed,
      List<Fleet.AccessPoint> fleet,
      Optional<ProofKind> extra,
      Optional<TpmTerms> tpm,
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
    Base64.Encoder base64 = Base64.getEncoder();
    tpm.ifPresent(terms -> properties.addAll(List.of(
        "-D" + TPM_DEVICE + "=" + base64.encodeToString(terms.device().spki()),
        "-D" + TPM_MAKER + "=" + base64.encodeToString(terms.maker().spki()),
        "-D" + TPM_FIRMWARE + "=" + terms.firmware())));
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
