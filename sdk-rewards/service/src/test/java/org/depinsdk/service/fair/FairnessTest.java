package org.depinsdk.service.fair;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Many senders, one of them honest; time is told by hand. */
class FairnessTest {
  private static final Sender HONEST = new Sender("home", 1);

  private static Sender attacker(int connection) {
    return new Sender("away", connection);
  }

  @Test
  void anHonestSenderWaitsForOneItemOfEachHostAtMost() {
    FairQueue<String> queue = new FairQueue<>();
    for (int i = 0; i < 1000; i++) {
      queue.add(attacker(i % 8), "forged");
      queue.add(new Sender("third", 0), "third");
    }
    queue.add(HONEST, "honest 1");
    queue.add(HONEST, "honest 2");
    List<String> given = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      given.add(queue.poll());
    }
    assertThat(given).containsExactly("forged", "third", "honest 1", "forged", "third", "honest 2");
  }

  @Test
  void theConnectionsOfAHostTakeTurnsAndOneKeepsItsOrder() {
    FairQueue<String> queue = new FairQueue<>();
    for (int i = 0; i < 3; i++) {
      queue.add(attacker(1), "a" + i);
    }
    queue.add(attacker(2), "b0");
    queue.add(attacker(2), "b1");
    List<String> given = new ArrayList<>();
    while (!queue.isEmpty()) {
      given.add(queue.poll());
    }
    assertThat(given).containsExactly("a0", "b0", "a1", "b1", "a2");
    assertThat(queue.poll()).isNull();
  }

  @Test
  void tasksRunInTurnsAFewAtATime() throws Exception {
    Queue<Runnable> pool = new ArrayDeque<>();
    List<String> begun = new ArrayList<>();
    List<String> run = new ArrayList<>();
    FairExecutor<String> executor = new FairExecutor<>(pool::add, 2, begun::add, run::add);
    for (int i = 0; i < 3; i++) {
      executor.execute(attacker(1), "forged " + i);
    }
    executor.execute(HONEST, "honest");
    assertThat(pool).as("two slots").hasSize(2);
    while (!pool.isEmpty()) {
      pool.remove().run();
    }
    assertThat(begun).containsExactly("forged 0", "honest", "forged 1", "forged 2");
    assertThat(run).isEqualTo(begun);
    executor.awaitIdle();
  }

  @Test
  void aTaskThatFailsDoesNotTakeItsSlotAway() throws Exception {
    Queue<Runnable> pool = new ArrayDeque<>();
    List<String> run = new ArrayList<>();
    FairExecutor<String> executor = new FairExecutor<>(pool::add, 1, task -> {}, task -> {
      run.add(task);
      if (task.equals("bad")) {
        throw new IllegalStateException("played");
      }
    });
    executor.execute(HONEST, "bad");
    executor.execute(HONEST, "good");
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> pool.remove().run())
        .hasMessage("played");
    pool.remove().run();
    assertThat(run).containsExactly("bad", "good");
    executor.awaitIdle();
  }

  @Test
  void whoeverHoldsMuchLeavesRoomForOthers() {
    Room room = new Room(1000);
    assertThat(room.take(attacker(1), 250)).isTrue();
    assertThat(room.take(attacker(1), 1)).as("a quarter at most").isFalse();
    assertThat(room.take(attacker(2), 250)).isTrue();
    assertThat(room.take(attacker(3), 100)).isTrue();
    assertThat(room.take(attacker(3), 151)).as("the last quarter").isFalse();
    assertThat(room.take(HONEST, 200)).isTrue();
    assertThat(room.take(attacker(4), 201)).as("more than there is").isFalse();
    assertThat(room.free()).isEqualTo(200);
    room.release(attacker(1), 250);
    assertThat(room.take(attacker(3), 150)).isTrue();
    room.release(attacker(3), 250);
    assertThat(room.free()).isEqualTo(550);
  }

  @Test
  void failuresAreAllowedAtARate() {
    AtomicLong nanos = new AtomicLong();
    FailureRate rate = new FailureRate(10, 100, new com.google.common.base.Ticker() {
      @Override
      public long read() {
        return nanos.get();
      }
    });
    rate.failed(attacker(1), 99);
    assertThat(rate.allows(attacker(1))).isTrue();
    rate.failed(attacker(1), 1);
    assertThat(rate.allows(attacker(1))).isFalse();
    assertThat(rate.allows(attacker(2))).as("each connection by itself").isTrue();
    nanos.addAndGet(Duration.ofMillis(200).toNanos());
    assertThat(rate.allows(attacker(1))).isTrue();
    rate.failed(attacker(1), 1_000_000);
    nanos.addAndGet(Duration.ofSeconds(9).toNanos());
    assertThat(rate.allows(attacker(1))).isFalse();
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(rate.allows(attacker(1))).as("a burst later").isTrue();
  }
}
