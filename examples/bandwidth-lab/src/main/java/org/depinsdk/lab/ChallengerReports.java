package org.depinsdk.lab;

import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.depinsdk.bandwidth.BandwidthReport;
import org.depinsdk.bandwidth.BandwidthVerifier;
import org.depinsdk.bandwidth.ObservedTraffic;
import org.depinsdk.client.GrpcReportSink;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.agent.DeviceAgent;
import org.depinsdk.hardware.agent.ReportQueue;
import org.depinsdk.proofs.EvidenceCodec;

/** Signs what a challenger saw and sends it to the network, now or when the network can be reached again. */
final class ChallengerReports implements AutoCloseable {
  private static final EvidenceCodec<BandwidthReport> CODEC = new BandwidthVerifier().codec();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final NetworkClient network;
  private final DeviceAgent agent;

  /** Over TLS, but in plain to this machine. */
  ChallengerReports(
      String network, DeviceId self, InMemorySigner signer, InetSocketAddress to, Path data)
      throws IOException {
    String host = to.getHostString();
    this.network = InetAddress.getByName(host).isLoopbackAddress()
        ? NetworkClient.plaintext(host, to.getPort(), TIMEOUT)
        : NetworkClient.connect(host, to.getPort(), TlsChannelCredentials.create(), TIMEOUT);
    agent = DeviceAgent.builder(
            ReportQueue.open(data, network, self), signer, new GrpcReportSink(this.network))
        .build();
    agent.start();
  }

  void report(ObservedTraffic claim) {
    try {
      agent.report(BandwidthVerifier.KIND, CODEC.encode(claim), Provenance.HARDWARE);
    } catch (IOException | SigningException e) {
      System.err.println("a claim was not queued: " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    agent.close();
    network.close();
  }
}
