package org.depinsdk.hardware.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelOption;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One socket on a channel without a network, and a clock and a thread that the test moves. */
class OcppSocketTest implements OcppSocket.User {
  private static final Duration PING = Duration.ofMinutes(1);

  private final List<String> taken = new ArrayList<>();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private long now;
  private final Liveness liveness = new Liveness(PING, Duration.ofMinutes(5), () -> now);
  private final OcppSocket socket = new OcppSocket(channel, this, tasks::add, PING.dividedBy(2));

  OcppSocketTest() {
    channel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, OcppSocket.UNSENT);
    socket.begin();
  }

  @AfterEach
  void release() {
    channel.finishAndReleaseAll();
  }

  @Override
  public void take(String message) {
    taken.add(message);
  }

  @Override
  public Liveness liveness() {
    return liveness;
  }

  @Override
  public void ended(String why) {
    taken.add("ended: " + why);
  }

  private void pass(Duration time) {
    now += time.toNanos();
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    channel.runPendingTasks();
  }

  private void runTask() {
    tasks.remove().run();
    channel.runPendingTasks();
  }

  @Test
  void aPingOfTheOtherSideShowsThatItLives() {
    for (int i = 0; i < 40; i++) {
      pass(PING);
      channel.writeInbound(new PingWebSocketFrame());
    }
    assertThat(channel.isOpen()).isTrue();
    assertThat(channel.outboundMessages().stream().filter(PongWebSocketFrame.class::isInstance))
        .hasSize(40);
    pass(Duration.ofMinutes(12));
    assertThat(channel.isOpen()).isFalse();
    assertThat(taken).containsExactly("ended: nothing heard for 660 s");
  }

  @Test
  void theNextMessageComesWhenTheOneBeforeIsTaken() {
    for (int i = 0; i < 100; i++) {
      channel.writeInbound(new TextWebSocketFrame(String.valueOf(i)));
    }
    assertThat(tasks).hasSize(1);
    assertThat(channel.config().isAutoRead()).as("it reads no further").isFalse();
    for (int i = 0; i < 100; i++) {
      assertThat(taken).hasSize(i);
      runTask();
    }
    assertThat(taken.get(99)).isEqualTo("99");
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void theEndIsToldAfterTheMessageThatIsBeingTaken() {
    channel.writeInbound(new TextWebSocketFrame("last"));
    assertThat(channel.close().isSuccess()).isTrue();
    assertThat(taken).isEmpty();
    runTask();
    assertThat(taken).containsExactly("last", "ended: closed with 1006");
  }

  @Test
  void nothingFollowsACloseFrameAndALongReasonIsShortened() {
    socket.end(WebSocketCloseStatus.POLICY_VIOLATION, "\u00e4".repeat(100));
    channel.runPendingTasks();
    socket.send("late");
    CloseWebSocketFrame close = channel.readOutbound();
    assertThat(close.reasonText()).isEqualTo("\u00e4".repeat(61));
    ReferenceCountUtil.release(close);
    assertThat((Object) channel.readOutbound()).isNull();
    channel.writeInbound(new TextWebSocketFrame("dropped"));
    assertThat(tasks).isEmpty();
    assertThat(channel.isOpen()).isTrue();
    pass(Duration.ofSeconds(1));
    assertThat(taken).containsExactly("ended: " + "\u00e4".repeat(100));
  }
}
