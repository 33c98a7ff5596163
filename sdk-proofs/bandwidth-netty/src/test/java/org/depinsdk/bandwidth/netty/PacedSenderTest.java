package org.depinsdk.bandwidth.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.depinsdk.bandwidth.Direction;
import org.depinsdk.bandwidth.TestName;
import org.depinsdk.bandwidth.TestPlan;
import org.depinsdk.core.identity.DeviceId;
import org.junit.jupiter.api.Test;

class PacedSenderTest {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** The machine was away for half of the test: what was due then is no evidence, and no burst follows. */
  @Test
  void whatIsLateIsNotSentAndCatchingUpIsSmall() {
    DeviceId device = Street.id(Street.signer(1));
    // a packet every 2 ms
    TestPlan plan = new TestPlan(
        new TestName("link", 0, Direction.DOWNLOAD),
        Instant.EPOCH,
        1_250,
        10,
        10,
        20_000,
        List.of(device),
        List.of(device),
        new byte[0]);
    EmbeddedChannel channel = new EmbeddedChannel();
    PacedSender sender = new PacedSender(
        channel,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 9),
        new byte[Datagram.SESSION_BYTES],
        plan,
        System.nanoTime() - PAUSE_NANOS,
        0);
    sender.start();
    int sent = 0;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (sent + sender.late() < plan.packets() && System.nanoTime() - end < 0) {
      channel.runScheduledPendingTasks();
      int turn = 0;
      for (Object packet = channel.readOutbound();
          packet != null;
          packet = channel.readOutbound()) {
        ReferenceCountUtil.release(packet);
        turn++;
      }
      assertThat(turn).isLessThanOrEqualTo(2);
      sent += turn;
    }
    assertThat(sent + sender.late()).isEqualTo(plan.packets());
    // 80 ms of packets were more than 20 ms overdue when it began
    assertThat(sender.late()).isGreaterThanOrEqualTo(40);
    for (int packet = 0; packet < 40; packet++) {
      assertThat(sender.digest(packet)).isEmpty();
    }
  }
}
