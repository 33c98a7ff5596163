package org.depinsdk.hardware.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.depinsdk.hardware.driver.DriverContext;
import org.depinsdk.hardware.driver.DriverException;
import org.depinsdk.hardware.reading.RawBytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages of transactions with a connection that the test opens and closes. */
class OutboxTest {
  private static final Fields ANSWER = new Fields("x", Map.of(), fault -> {});

  private final DriverContext context = DriverContext.builder().build();
  private final List<String> sent = new ArrayList<>();
  private final List<CompletableFuture<Fields>> answers = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private boolean open = true;
  private int unanswered;
  private final Outbox outbox = new Outbox(
      "CP001",
      2,
      () -> open,
      message -> {
        sent.add(message.action());
        answers.add(new CompletableFuture<>());
        return answers.get(answers.size() - 1);
      },
      () -> unanswered++,
      new Outbox.Retry(1, Duration.ofMinutes(1)),
      context.scheduler());

  @AfterEach
  void close() {
    context.close();
  }

  private PointDialect.Queued message(String name) {
    return new PointDialect.Queued() {
      @Override
      public PointDialect.Outgoing build() {
        return new PointDialect.Outgoing(name, new Payload());
      }

      @Override
      public void answered(Fields answer) {
        told.add(name + " answered");
      }

      @Override
      public void failed(Throwable why) {
        told.add(name + " failed: " + why.getClass().getSimpleName());
      }
    };
  }

  private void fail(Throwable why) {
    answers.get(answers.size() - 1).completeExceptionally(why);
  }

  @Test
  void whatGotNoAnswerIsSentAgainUntilItIsAnswered() {
    outbox.add(List.of(message("begin"), message("end")));
    assertThat(sent).as("one at a time").containsExactly("begin");
    for (Throwable none : List.of(
        new DriverException.Timeout("no answer"),
        new DriverException.Unavailable("the connection ended", null))) {
      fail(none);
      assertThat(outbox.size()).isEqualTo(2);
      assertThat(outbox.lost()).isZero();
      outbox.sendNext();
    }
    assertThat(unanswered).as("only a new connection sends again").isEqualTo(2);
    assertThat(sent).containsExactly("begin", "begin", "begin");
    answers.get(2).complete(ANSWER);
    assertThat(sent).containsExactly("begin", "begin", "begin", "end");
    answers.get(3).complete(ANSWER);
    assertThat(told).containsExactly("begin answered", "end answered");
    assertThat(outbox.size()).isZero();
  }

  @Test
  void nothingIsSentWithoutAConnection() {
    open = false;
    outbox.add(List.of(message("begin")));
    assertThat(sent).isEmpty();
    open = true;
    outbox.sendNext();
    outbox.sendNext();
    assertThat(sent).containsExactly("begin");
  }

  @Test
  void whatIsGivenUpIsCountedAndTold() {
    outbox.add(List.of(message("a"), message("b"), message("c")));
    assertThat(told).as("more than may wait").containsExactly("c failed: Busy");
    assertThat(outbox.lost()).isEqualTo(1);
    fail(new DriverException.Rejected("refused", "InternalError"));
    assertThat(outbox.lost()).isEqualTo(2);
    fail(new DriverException.ProtocolViolation("no answer at all", RawBytes.of(new byte[0])));
    assertThat(outbox.lost()).isEqualTo(3);
    assertThat(told)
        .containsExactly("c failed: Busy", "a failed: Rejected", "b failed: ProtocolViolation");
    assertThat(unanswered).isZero();
  }
}
