package org.depinsdk.lab;

import io.netty.channel.EventLoopGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.depinsdk.bandwidth.LinkMember;
import org.depinsdk.bandwidth.ObservedTraffic;
import org.depinsdk.bandwidth.netty.BandwidthChallenger;
import org.depinsdk.bandwidth.netty.CoordinatorClient;
import org.depinsdk.bandwidth.netty.Invitation;
import org.depinsdk.bandwidth.netty.MeasurementLoops;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyFile;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.kit.Commands;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves a challenger. */
@Command(
    name = "challenger",
    description =
        "Serves a challenger of bandwidth/1. With --wait-at it waits at a coordinator for tests; else each line of standard input"
            + " is an invitation in base64, so that it can say that a prover did not come. With --report-to it signs and"
            + " reports what it saw; in any case that is a line on standard output, evidence in base64.")
final class ChallengerCommand implements Callable<Integer> {
  @Option(names = "--network", required = true, description = "The network's name.")
  private String network = "";

  @Option(names = "--device", required = true, description = "The challenger's device id, dev-….")
  private String device = "";

  @Option(
      names = "--coordinator",
      required = true,
      paramLabel = "DID",
      description = "Whose plans it follows: the coordinator's key, did:key:….")
  private String coordinator = "";

  @Option(names = "--host", defaultValue = "0.0.0.0", description = "Address to listen on.")
  private String host = "";

  @Option(
      names = "--port",
      defaultValue = "7430",
      description = "UDP port to listen on, 0 for any.")
  private int port;

  @Option(
      names = "--capacity",
      defaultValue = "100000",
      paramLabel = "KBPS",
      description = "How much it sends or receives at most, in kbit/s (default: ${DEFAULT-VALUE}).")
  private long capacity;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "The device's encrypted key file; its password is in the variable DEPIN_KEY_PASSWORD.")
  private @Nullable Path key;

  @Option(
      names = "--wait-at",
      paramLabel = "HOST:PORT",
      description = "Where the coordinator is; needs --key.")
  private @Nullable String waitAt;

  @Option(
      names = "--report-to",
      paramLabel = "HOST:PORT",
      description = "The network's service, over TLS unless it is on this machine; needs --key.")
  private @Nullable String reportTo;

  @Option(
      names = "--data",
      defaultValue = "challenger-data",
      paramLabel = "FOLDER",
      description = "Where reports wait that could not be sent yet (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("");

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Commands.range(spec, "--port", port, 0, 65_535);
    Commands.range(spec, "--capacity", capacity, 1, LinkMember.MAX_KBPS);
    EventLoopGroup loops = MeasurementLoops.start(1);
    Deque<AutoCloseable> open = new ArrayDeque<>();
    try {
      DeviceId self = DeviceId.parse(device);
      DeviceKey plans = DeviceKey.ofDidKey(coordinator);
      Consumer<ObservedTraffic> reports = claim -> {};
      if (reportTo != null) {
        ChallengerReports reporter =
            new ChallengerReports(network, self, signer(), place("--report-to", reportTo), data);
        open.push(reporter);
        reports = reporter::report;
      }
      Consumer<ObservedTraffic> report = reports;
      BandwidthChallenger challenger = BandwidthChallenger.start(
          new BandwidthChallenger.Identity(network, self, plans, capacity),
          new InetSocketAddress(host, port),
          loops,
          InstantSource.system(),
          claim -> {
            report.accept(claim);
            System.out.println(Devices.line(claim));
            System.out.flush();
          });
      open.push(challenger);
      System.err.println("listening  udp " + challenger.address());
      if (waitAt != null) {
        open.push(CoordinatorClient.start(
            new CoordinatorClient.Identity(
                network, self, signer(), plans, challenger.address().getPort(), capacity),
            place("--wait-at", waitAt),
            loops,
            challenger::expect));
      } else {
        Thread reader = new Thread(() -> read(challenger), "invitations");
        reader.setDaemon(true);
        reader.start();
      }
      new CountDownLatch(1).await();
    } catch (EncodingException | InvalidKeyException e) {
      throw new IOException("--device or --coordinator: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      // Ctrl-C
    } finally {
      close(open);
      loops.shutdownGracefully().awaitUninterruptibly();
    }
    return 0;
  }

  private static void close(Deque<AutoCloseable> open) {
    for (AutoCloseable one : open) {
      try {
        one.close();
      } catch (Exception e) {
        System.err.println("not closed: " + e.getMessage());
      }
    }
  }

  private InMemorySigner signer() throws IOException {
    String password = System.getenv("DEPIN_KEY_PASSWORD");
    if (key == null || password == null) {
      throw new ParameterException(
          spec.commandLine(),
          "--wait-at and --report-to need --key and the variable DEPIN_KEY_PASSWORD");
    }
    try {
      return KeyFile.open(key, password.toCharArray());
    } catch (SigningException e) {
      throw new IOException("--key: " + e.getMessage(), e);
    }
  }

  private InetSocketAddress place(String option, String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || !text.substring(colon + 1).matches("[1-9][0-9]{0,4}")) {
      throw new ParameterException(
          spec.commandLine(), option + " is HOST:PORT, not \"" + text + "\"");
    }
    int number = Integer.parseInt(text.substring(colon + 1));
    Commands.range(spec, option, number, 1, 65_535);
    return InetSocketAddress.createUnresolved(text.substring(0, colon), number);
  }

  private void read(BandwidthChallenger challenger) {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        try {
          challenger.expect(Invitation.decode(network, Base64.getDecoder().decode(line.strip())));
        } catch (MalformedEvidenceException | IllegalArgumentException e) {
          System.err.println("not an invitation: " + e.getMessage());
        }
      }
    } catch (IOException e) {
      System.err.println("standard input: " + e.getMessage());
    }
  }
}
