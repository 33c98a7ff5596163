package org.depinsdk.wifi;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.challenge.Challenge;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.hardware.agent.DeviceAgent;
import org.depinsdk.hardware.agent.ReportQueue;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.proofs.uptime.Heartbeat;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.proofs.usage.SignedUsageReceipt;
import org.depinsdk.proofs.usage.UsageClaim;
import org.depinsdk.proofs.usage.UsageReceipt;
import org.depinsdk.proofs.usage.UsageVerifier;
import org.depinsdk.scaffold.client.GrpcReportSink;
import org.depinsdk.scaffold.client.NetworkClient;

/** One access point on the device side: reads its interface, answers challenges, has its client sign, and forwards. */
final class AccessPointAgent implements AutoCloseable {
  private static final UptimeVerifier UPTIME = new UptimeVerifier();
  private static final UsageVerifier USAGE = new UsageVerifier();

  private final Fleet.AccessPoint who;
  private final NetworkClient network;
  private final InstantSource clock;
  private final Timing timing;
  private final DeviceAgent agent;
  private final Traffic traffic;
  private final List<SignedReport> sent = new ArrayList<>();
  private long servedBefore;
  private long sessionEpoch = -1;

  private AccessPointAgent(
      Fleet.AccessPoint who, NetworkClient network, InstantSource clock, Timing timing, DeviceAgent agent, Traffic traffic) {
    this.who = who;
    this.network = network;
    this.clock = clock;
    this.timing = timing;
    this.agent = agent;
    this.traffic = traffic;
  }

  static AccessPointAgent open(
      Fleet.AccessPoint who, NetworkClient network, InstantSource clock, Timing timing, Path folder, Seed seed)
      throws IOException, DriverException {
    ReportQueue queue = ReportQueue.open(folder.resolve(who.name()), WifiPolicy.NETWORK, who.self().id());
    DeviceAgent agent = DeviceAgent.builder(queue, who.self().signer(), new GrpcReportSink(network))
        .clock(clock)
        .build();
    return new AccessPointAgent(who, network, clock, timing, agent, Traffic.open(who, clock, seed));
  }

  Fleet.AccessPoint who() {
    return who;
  }

  /** What the access point does in one interval. */
  void interval(long epoch, int number) throws IOException, SigningException, DriverException {
    if (who.behaviour() == Fleet.Behaviour.UPTIME_LIAR) {
      if (number == Timing.INTERVALS - 1) {
        claimTheWholeEpoch(epoch);
      }
      return;
    }
    heartbeat(epoch);
    claimUsage(epoch);
    agent.forward();
    if (who.behaviour() == Fleet.Behaviour.REPLAYER && sent.size() > 2) {
      network.submit(sent.get(sent.size() - 2));
    }
  }

  private void heartbeat(long epoch) throws IOException, SigningException {
    Duration uptime = Duration.between(timing.genesis().minus(timing.interval()), clock.instant());
    // the network has no challenge for a device that it has revoked
    Heartbeat heartbeat = who.behaviour() == Fleet.Behaviour.REVOKED && epoch > 0
        ? Heartbeat.of(uptime)
        : Heartbeat.answering(uptime, challenge());
    sent.add(agent.report(UptimeVerifier.KIND, UPTIME.codec().encode(heartbeat), traffic.provenance()));
  }

  private Challenge challenge() {
    var answer = network.challenge(who.self().id());
    return new Challenge(
        who.self().id(),
        answer.getEpoch(),
        answer.getSlot(),
        answer.getNonce().toByteArray(),
        Instant.ofEpochMilli(answer.getOpensAtMs()),
        Instant.ofEpochMilli(answer.getClosesAtMs()));
  }

  // the client signs a running total, so that only its last receipt of the epoch counts
  private void claimUsage(long epoch) throws IOException, SigningException, DriverException {
    long served = traffic.servedBytes();
    if (sessionEpoch != epoch) {
      sessionEpoch = epoch;
      servedBefore = served;
      return;
    }
    long bytes = served - servedBefore;
    SignedUsageReceipt receipt = receipt(who.self().id(), epoch, bytes);
    UsageClaim claim = who.behaviour() == Fleet.Behaviour.BYTE_INFLATER
        ? new UsageClaim(10 * bytes + 1, receipt)
        : UsageClaim.of(receipt);
    sent.add(agent.report(UsageVerifier.KIND, USAGE.codec().encode(claim), traffic.provenance()));
  }

  private SignedUsageReceipt receipt(DeviceId accessPoint, long epoch, long bytes) throws SigningException {
    return new UsageReceipt(accessPoint, who.client().id(), "epoch-" + epoch, bytes, clock.instant())
        .sign(WifiPolicy.NETWORK, who.client().signer());
  }

  // it was away all the time: no challenge seen, one report for each interval, all at once
  private void claimTheWholeEpoch(long epoch) throws IOException, SigningException {
    for (int i = 0; i < Timing.INTERVALS; i++) {
      Duration uptime = Duration.between(timing.genesis(), timing.moment(epoch, i));
      agent.report(UptimeVerifier.KIND, UPTIME.codec().encode(Heartbeat.of(uptime)), Provenance.SIMULATED);
    }
    agent.forward();
  }

  @Override
  public void close() throws IOException {
    agent.close();
    traffic.close();
  }
}
