package org.depinsdk.bandwidth.netty;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.depinsdk.bandwidth.Direction;
import org.depinsdk.bandwidth.ObservedTraffic;
import org.depinsdk.bandwidth.ProverTraffic;
import org.depinsdk.bandwidth.TestName;
import org.depinsdk.bandwidth.TestPlan;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.SigningException;

/** A prover, challengers and a coordinator on the loopback interface. */
final class Street implements AutoCloseable {
  static final String NETWORK = "test-net";

  final InMemorySigner coordinator = signer(1);
  final InMemorySigner proverSigner = signer(2);
  final DeviceId prover = id(proverSigner);
  final List<DeviceId> ids = new ArrayList<>();
  final List<BandwidthChallenger> challengers = new ArrayList<>();
  final SortedMap<DeviceId, ObservedTraffic> claims = new ConcurrentSkipListMap<>();
  final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  final BandwidthCoordinator office = new BandwidthCoordinator(NETWORK, coordinator);

  private final CountDownLatch claimed;

  Street(int count, long capacityKbps) throws IOException {
    claimed = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      DeviceId id = id(signer(10 + i));
      ids.add(id);
      challengers.add(BandwidthChallenger.start(
          new BandwidthChallenger.Identity(NETWORK, id, coordinator.publicKey(), capacityKbps),
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          loops,
          InstantSource.system(),
          claim -> {
            claims.put(id, claim);
            claimed.countDown();
          }));
      office.add(id, challengers.get(i).address(), capacityKbps);
    }
  }

  static InMemorySigner signer(int number) {
    try {
      byte[] secret = new byte[32];
      secret[31] = (byte) number;
      return InMemorySigner.ofSecret(KeyAlgorithm.ED25519, secret);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  static DeviceId id(InMemorySigner signer) {
    return DeviceId.derive(NETWORK, signer.publicKey());
  }

  /** A fifth of a second, ten bins of so many packets from each challenger, in 400 ms. */
  TestPlan plan(Direction direction, int packetsPerBin) {
    return new TestPlan(
        new TestName(prover.text(), 0, direction),
        Instant.now().plusMillis(400),
        1_250,
        packetsPerBin,
        10,
        20_000,
        ids,
        List.of(prover),
        new byte[80]);
  }

  Invitation invite(TestPlan plan) throws SigningException {
    return office
        .invite(plan, Map.of(prover, proverSigner.publicKey()))
        .orElseThrow()
        .get(0);
  }

  BandwidthProver prover() {
    return new BandwidthProver(NETWORK, proverSigner, loops, InstantSource.system(), () -> 0);
  }

  ProverTraffic run(Invitation invitation) throws Exception {
    return prover().run(invitation).get(20, TimeUnit.SECONDS);
  }

  boolean allClaimed() throws InterruptedException {
    return claimed.await(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    challengers.forEach(BandwidthChallenger::close);
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
