package org.depinsdk.lab;

import io.netty.channel.EventLoopGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.depinsdk.bandwidth.LinkMember;
import org.depinsdk.bandwidth.netty.BandwidthChallenger;
import org.depinsdk.bandwidth.netty.Invitation;
import org.depinsdk.bandwidth.netty.UdpEventLoops;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.kit.Commands;
import org.depinsdk.proofs.MalformedEvidenceException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves a challenger. */
@Command(
    name = "challenger",
    description =
        "Serves a challenger of bandwidth/1. What it saw of each test is a line on standard output: evidence in base64, which"
            + " the challenger's device agent signs and reports. Each line of standard input is an invitation in base64, so"
            + " that it can say that a prover did not come.")
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

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Commands.range(spec, "--port", port, 0, 65_535);
    Commands.range(spec, "--capacity", capacity, 1, LinkMember.MAX_KBPS);
    EventLoopGroup loops = UdpEventLoops.start(1);
    try (BandwidthChallenger challenger = BandwidthChallenger.start(
        new BandwidthChallenger.Identity(
            network, DeviceId.parse(device), DeviceKey.ofDidKey(coordinator), capacity),
        new InetSocketAddress(host, port),
        loops,
        InstantSource.system(),
        claim -> {
          System.out.println(Devices.line(claim));
          System.out.flush();
        })) {
      System.err.println("listening  udp " + challenger.address());
      Thread reader = new Thread(() -> read(challenger), "invitations");
      reader.setDaemon(true);
      reader.start();
      new CountDownLatch(1).await();
    } catch (EncodingException | InvalidKeyException e) {
      throw new IOException("--device or --coordinator: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      // Ctrl-C
    } finally {
      loops.shutdownGracefully().awaitUninterruptibly();
    }
    return 0;
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
