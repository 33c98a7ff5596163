package org.depinsdk.bandwidth.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.depinsdk.bandwidth.Direction;
import org.depinsdk.bandwidth.Discount;
import org.depinsdk.bandwidth.Estimate;
import org.depinsdk.bandwidth.Estimator;
import org.depinsdk.bandwidth.ObservedTraffic;
import org.depinsdk.bandwidth.ProverTraffic;
import org.depinsdk.bandwidth.TestPlan;
import org.depinsdk.core.identity.InMemorySigner;
import org.junit.jupiter.api.Test;

class MeasurementTest {
  private static final Estimator ESTIMATOR = new Estimator(1, Discount.TRIM, 25, 980);

  @Test
  void everyPacketThatIsSentInTimeIsShownToItsChallenger() throws Exception {
    try (Street street = new Street(3, 100_000)) {
      TestPlan plan = street.plan(Direction.DOWNLOAD, 10);
      ProverTraffic had = street.run(street.invite(plan));
      assertThat(street.allClaimed()).isTrue();
      street.claims.forEach((challenger, claim) -> {
        assertThat(claim.total() + claim.latePackets()).as("%s", claim).isEqualTo(plan.packets());
        assertThat(claim.delivered())
            .isEqualTo(had.byChallenger().get(challenger).bins());
        assertThat(claim.answer()).isEqualTo(had.byChallenger().get(challenger).answer());
        assertThat(claim.ping().answered()).isPositive();
      });
      Estimate estimate = ESTIMATOR.of(plan, new TreeMap<>(street.claims), Optional.of(had));
      assertThat(estimate.guaranteed()).isLessThanOrEqualTo(plan.offeredKbps());
    }
  }

  @Test
  void anUploadIsCountedByTheChallengers() throws Exception {
    try (Street street = new Street(3, 100_000)) {
      TestPlan plan = street.plan(Direction.UPLOAD, 10);
      street.run(street.invite(plan));
      assertThat(street.allClaimed()).isTrue();
      assertThat(street.claims.values())
          .extracting(ObservedTraffic::total)
          .allSatisfy(total -> assertThat(total).isBetween(1, plan.packets()));
    }
  }

  @Test
  void challengersSayThatAProverDidNotJoin() throws Exception {
    try (Street street = new Street(2, 100_000)) {
      Invitation invitation = street.invite(street.plan(Direction.DOWNLOAD, 1));
      street.challengers.forEach(one -> one.expect(invitation));
      assertThat(street.allClaimed()).isTrue();
      assertThat(street.claims.values()).allMatch(claim -> !claim.reached());
    }
  }

  @Test
  void busyChallengersPutATestOff() throws Exception {
    try (Street street = new Street(2, 12_000)) {
      // 5 packets in 20 ms are 2,500 kbit/s
      TestPlan plan = street.plan(Direction.DOWNLOAD, 10);
      var keys = Map.of(street.prover, street.proverSigner.publicKey());
      assertThat(street.office.invite(plan, keys)).isPresent();
      assertThat(street.office.invite(plan, keys)).isPresent();
      assertThat(street.office.invite(plan, keys)).isEmpty();
      street.office.release(plan);
      assertThat(street.office.invite(plan, keys)).isPresent();
    }
  }

  @Test
  void aSpeedTestOverTcpCountsAtTheReceiver() throws Exception {
    try (TcpSpeed.Server server =
        new TcpSpeed.Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      for (Direction direction : Direction.values()) {
        TcpSpeed.Result result = TcpSpeed.test(server.address(), direction, Duration.ofMillis(300));
        assertThat(result.bytes()).isPositive();
        assertThat(result.micros()).isBetween(1L, 300_000L);
      }
    }
  }

  /** Whatever an attacker sends, it gets back fewer bytes than that until it has returned a cookie. */
  @Test
  void aChallengerSendsNoMoreThanItGetsBeforeTheCookieIsReturned() throws Exception {
    try (Street street = new Street(1, 100_000);
        DatagramSocket attacker =
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      attacker.setSoTimeout(300);
      Invitation invitation = street.invite(street.plan(Direction.DOWNLOAD, 100));
      byte[] session = invitation.signed().session(street.prover, street.ids.get(0));
      Random random = new Random(7);
      long sent = 0;
      long got = 0;
      for (int i = 0; i < 300; i++) {
        byte[] bytes = hostile(random, i, invitation, session, street.proverSigner);
        attacker.send(
            new DatagramPacket(bytes, bytes.length, street.challengers.get(0).address()));
        sent += bytes.length;
      }
      byte[] buffer = new byte[2_048];
      int answers = 0;
      try {
        while (true) {
          DatagramPacket answer = new DatagramPacket(buffer, buffer.length);
          attacker.receive(answer);
          got += answer.getLength();
          answers++;
          assertThat(answer.getLength()).isLessThan(Datagram.HELLO_BYTES);
          assertThat(Datagram.read(Unpooled.wrappedBuffer(buffer, 0, answer.getLength())))
              .get()
              .isInstanceOf(Datagram.Cookie.class);
        }
      } catch (SocketTimeoutException e) {
        // all that there was
      }
      assertThat(answers).as("the attack reaches the challenger").isPositive();
      assertThat(got).isLessThan(sent);
      assertThat(street.claims).isEmpty();
    }
  }

  private static byte[] hostile(
      Random random, int i, Invitation invitation, byte[] session, InMemorySigner prover)
      throws Exception {
    ByteBuf out = Unpooled.buffer();
    switch (i % 6) {
      case 0 -> new Datagram.Hello(session).write(out);
      case 1 -> {
        // the right plan and signatures, another's cookie
        byte[] cookie = new byte[Datagram.COOKIE_BYTES];
        random.nextBytes(cookie);
        SignedPlan signed = invitation.signed();
        new Datagram.Join(
                session,
                cookie,
                signed.bytes(),
                signed.proverKey(),
                signed.signature(),
                prover.sign(SignedPlan.join(Street.NETWORK, session, cookie)))
            .write(out);
      }
      case 2 -> new Datagram.Data(session, i).write(out);
      case 3 -> new Datagram.Pong(session, 0).write(out);
      case 4 -> {
        byte[] noise = new byte[random.nextInt(1_400)];
        random.nextBytes(noise);
        out.writeBytes(noise);
      }
      default -> {
        new Datagram.Hello(session).write(out);
        out.writerIndex(10 + random.nextInt(53));
      }
    }
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    return bytes;
  }

  @Test
  void cookiesAreOfOneAddressAndSessionAndGrowOld() throws Exception {
    Cookies cookies = new Cookies();
    InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    InetSocketAddress there = new InetSocketAddress(InetAddress.getLoopbackAddress(), 2);
    byte[] session = new byte[16];
    byte[] cookie = cookies.of(here, session, 0);
    assertThat(cookies.isGood(here, session, 29_999_999_999L, cookie)).isTrue();
    assertThat(cookies.isGood(here, session, 59_999_999_999L, cookie)).isTrue();
    assertThat(cookies.isGood(here, session, 60_000_000_000L, cookie)).isFalse();
    assertThat(cookies.isGood(there, session, 0, cookie)).isFalse();
    byte[] other = session.clone();
    other[0] = 1;
    assertThat(cookies.isGood(here, other, 0, cookie)).isFalse();
    assertThat(new Cookies().isGood(here, session, 0, cookie)).isFalse();
  }

  @Test
  void aRateLimitLetsSoManyPass() {
    RateLimit limit = new RateLimit(3, 0);
    boolean[] passed = new boolean[5];
    for (int i = 0; i < 5; i++) {
      passed[i] = limit.passes(0);
    }
    assertThat(passed).containsExactly(true, true, true, false, false);
    assertThat(limit.passes(333_333_333)).isFalse();
    assertThat(limit.passes(333_333_334)).isTrue();
    assertThat(limit.passes(333_333_335)).isFalse();
  }

  @Test
  void contentsNeverRepeatAndDifferFromSessionToSession() {
    PacketStream one = new PacketStream(100);
    byte[] first = one.next().clone();
    assertThat(one.next()).isNotEqualTo(first);
    assertThat(new PacketStream(100).next()).isNotEqualTo(first);
    assertThat(Arrays.copyOf(one.digest(), 16)).hasSize(16);
  }

  @Test
  void invitationsSurviveTheirChannelAndOnlyTheCoordinatorMakesThem() throws Exception {
    try (Street street = new Street(2, 100_000)) {
      Invitation invitation = street.invite(street.plan(Direction.DOWNLOAD, 1));
      Invitation read = Invitation.decode(Street.NETWORK, invitation.encode());
      assertThat(read.encode()).isEqualTo(invitation.encode());
      assertThat(read.plan()).isEqualTo(invitation.plan());
      assertThat(read.isFrom(street.coordinator.publicKey())).isTrue();
      assertThat(read.isFrom(street.proverSigner.publicKey())).isFalse();
      assertThat(Invitation.decode("other-net", invitation.encode())
              .isFrom(street.coordinator.publicKey()))
          .isFalse();
      assertThat(List.of(read.addresses().get(0).getPort()))
          .containsExactly(street.challengers.get(0).address().getPort());
    }
  }
}
