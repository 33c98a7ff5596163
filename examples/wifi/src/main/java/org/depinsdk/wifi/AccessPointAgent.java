package org.depinsdk.wifi;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.bandwidth.BandwidthVerifier;
import org.depinsdk.bandwidth.ProverTraffic;
import org.depinsdk.client.GrpcReportSink;
import org.depinsdk.core.challenge.Challenge;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.hardware.agent.DeviceAgent;
import org.depinsdk.hardware.agent.ReceiptStore;
import org.depinsdk.hardware.agent.ReportQueue;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.uptime.Heartbeat;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.proofs.usage.SignedUsageReceipt;
import org.depinsdk.proofs.usage.UsageClaim;
import org.depinsdk.proofs.usage.UsageReceipt;
import org.depinsdk.proofs.usage.UsageVerifier;

/**
 * One access point on the device side: reads its interface, answers challenges, says where it is and what it covers, has its
 * client sign, and forwards.
 */
final class AccessPointAgent implements AutoCloseable {
  private static final UptimeVerifier UPTIME = new UptimeVerifier();
  private static final UsageVerifier USAGE = new UsageVerifier();
  private static final BandwidthVerifier BANDWIDTH = new BandwidthVerifier();
  private static final EvidenceCodec<Long> PING_MILLIS = EvidenceCodec.number(0, 60_000);

  private final Fleet.AccessPoint who;
  private final World world;
  private final DeviceAgent agent;
  private final Traffic traffic;
  private final Antenna antenna;
  private final List<SignedReport> sent = new ArrayList<>();
  private long servedBefore;
  private long sessionEpoch = -1;

  private AccessPointAgent(Fleet.AccessPoint who, World world, DeviceAgent agent, Traffic traffic) {
    this.who = who;
    this.world = world;
    this.agent = agent;
    this.traffic = traffic;
    this.antenna = new Antenna(who, world);
  }

  static AccessPointAgent open(Fleet.AccessPoint who, World world)
      throws IOException, DriverException {
    DeviceAgent agent = agent(who.self(), world);
    return new AccessPointAgent(who, world, agent, Traffic.open(who, world.clock(), world.seed()));
  }

  static DeviceAgent agent(Fleet.Member member, World world) throws IOException {
    ReportQueue queue =
        ReportQueue.open(world.folder().resolve(member.name()), WifiPolicy.NETWORK, member.id());
    ReceiptStore receipts = ReceiptStore.open(
        OperatorLie.receipts(world.folder(), member.name()), world.logKey(), 10_000);
    return DeviceAgent.builder(queue, member.signer(), new GrpcReportSink(world.network()))
        .clock(world.clock())
        .receipts(receipts, (report, problem) -> {
          throw new IllegalStateException(member.name() + ": " + problem);
        })
        .build();
  }

  Fleet.AccessPoint who() {
    return who;
  }

  /** What the access point does in one interval. */
  void interval(long epoch, int number) throws IOException, SigningException, DriverException {
    if (who.behaviour() == Fleet.Behaviour.UPTIME_LIAR) {
      if (number == world.timing().intervals() - 1) {
        claimTheWholeEpoch(epoch);
      }
      return;
    }
    if (who.behaviour() == Fleet.Behaviour.FORGER) {
      if (number == 0) {
        heartbeat(epoch);
        agent.forward();
      }
      return;
    }
    heartbeat(epoch);
    claimUsage(epoch);
    antenna.interval(agent, epoch, number);
    if (world.pings().isPresent()) {
      ping(world.pings().get(), epoch, number);
    }
    agent.forward();
    if (who.behaviour() == Fleet.Behaviour.REPLAYER && sent.size() > 2) {
      world.network().submit(sent.get(sent.size() - 2));
    }
  }

  /** Says what it received in a test of its line. */
  void report(ProverTraffic had) throws IOException, SigningException {
    agent.report(BandwidthVerifier.KIND, BANDWIDTH.codec().encode(had), Provenance.SIMULATED);
    agent.forward();
  }

  private void heartbeat(long epoch) throws IOException, SigningException {
    Timing timing = world.timing();
    Duration uptime = Duration.between(
        timing.genesis().minus(timing.interval()), world.clock().instant());
    // the network has no challenge for a device that it has revoked or did not let in
    boolean out = who.behaviour() == Fleet.Behaviour.FORGER
        || who.behaviour() == Fleet.Behaviour.REVOKED && epoch > 0;
    Heartbeat heartbeat = out ? Heartbeat.of(uptime) : Heartbeat.answering(uptime, challenge());
    sent.add(
        agent.report(UptimeVerifier.KIND, UPTIME.codec().encode(heartbeat), traffic.provenance()));
  }

  private Challenge challenge() {
    var answer = world.network().challenge(who.self().id(), UptimeVerifier.KIND);
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

  private SignedUsageReceipt receipt(DeviceId accessPoint, long epoch, long bytes)
      throws SigningException {
    return new UsageReceipt(
            accessPoint,
            who.client().id(),
            "epoch-" + epoch,
            bytes,
            world.clock().instant())
        .sign(WifiPolicy.NETWORK, who.client().signer());
  }

  // how long the service took to answer, from the seed so that a run repeats
  private void ping(ProofKind kind, long epoch, int number) throws IOException, SigningException {
    long millis = 20 + world.seed().number(who.name() + "/ping-" + epoch + "-" + number, 120);
    agent.report(kind, PING_MILLIS.encode(millis), Provenance.SIMULATED);
  }

  // it was away all the time: no challenge seen, one report for each interval, all at once
  private void claimTheWholeEpoch(long epoch) throws IOException, SigningException {
    Timing timing = world.timing();
    for (int i = 0; i < timing.intervals(); i++) {
      Duration uptime = Duration.between(timing.genesis(), timing.moment(epoch, i));
      agent.report(
          UptimeVerifier.KIND, UPTIME.codec().encode(Heartbeat.of(uptime)), Provenance.SIMULATED);
    }
    agent.forward();
  }

  @Override
  public void close() throws IOException {
    agent.close();
    traffic.close();
  }
}
