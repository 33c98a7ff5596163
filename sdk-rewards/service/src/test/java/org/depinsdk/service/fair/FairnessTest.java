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

  /** A task of some units; says which it begins and which it runs. */
  private record Units(String name, int[] left, List<String> begun, List<String> run)
      implements FairTask {
    @Override
    public Runnable begin(int senders) {
      left[0]--;
      begun.add(name + " of " + senders);
      return () -> run.add(name);
    }

    @Override
    public boolean hasMore() {
      return left[0] > 0;
    }
  }

  @Test
  void tasksRunInTurnsAFewAtATime() throws Exception {
    Queue<Runnable> pool = new ArrayDeque<>();
    List<String> begun = new ArrayList<>();
    List<String> run = new ArrayList<>();
    FairExecutor executor = new FairExecutor(pool::add, 2);
    executor.execute(attacker(1), new Units("long", new int[] {3}, begun, run));
    executor.execute(attacker(1), new Units("behind it", new int[] {1}, begun, run));
    executor.execute(HONEST, new Units("honest", new int[] {1}, begun, run));
    assertThat(pool).as("two slots").hasSize(2);
    while (!pool.isEmpty()) {
      pool.remove().run();
    }
    assertThat(begun)
        .containsExactly("long of 2", "honest of 2", "long of 1", "long of 1", "behind it of 1");
    assertThat(run).containsExactly("long", "honest", "long", "long", "behind it");
    executor.awaitIdle();
  }

  @Test
  void aTaskThatFailsDoesNotTakeItsSlotAway() throws Exception {
    Queue<Runnable> pool = new ArrayDeque<>();
    List<String> run = new ArrayList<>();
    FairExecutor executor = new FairExecutor(pool::add, 1);
    executor.execute(HONEST, senders -> () -> {
      throw new IllegalStateException("played");
    });
    executor.execute(HONEST, senders -> () -> run.add("good"));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> pool.remove().run())
        .hasMessage("played");
    pool.remove().run();
    assertThat(run).containsExactly("good");
    executor.awaitIdle();
  }

  @Test
  void whoeverHoldsMuchLeavesRoomForOthers() {
    MemoryBudget room = new MemoryBudget(1000);
    assertThat(room.take(attacker(1), 250)).isTrue();
    assertThat(room.take(attacker(1), 1)).as("a quarter at most").isFalse();
    assertThat(room.take(attacker(2), 250)).isTrue();
    assertThat(room.take(attacker(3), 100)).isTrue();
    assertThat(room.take(attacker(3), 151)).as("the last quarter").isFalse();
    assertThat(room.take(HONEST, 200)).isTrue();
    assertThat(room.take(attacker(4), 201)).as("more than there is").isFalse();
    assertThat(room.take(attacker(5), 151))
        .as("another connection of the same host")
        .isFalse();
    assertThat(room.free()).isEqualTo(200);
    room.release(attacker(1), 250);
    assertThat(room.take(attacker(3), 150)).isTrue();
    room.release(attacker(3), 250);
    assertThat(room.free()).isEqualTo(550);
  }

  private static final class Hand extends com.google.common.base.Ticker {
    final AtomicLong nanos = new AtomicLong();

    @Override
    public long read() {
      return nanos.get();
    }
  }

  @Test
  void failuresAreAllowedAtARate() {
    Hand time = new Hand();
    SenderHistories senderHistories = new SenderHistories(10, 100, time);
    senderHistories.checked(attacker(1), 99, 99);
    assertThat(senderHistories.allows(attacker(1))).isTrue();
    senderHistories.checked(attacker(1), 1, 1);
    assertThat(senderHistories.allows(attacker(1))).isFalse();
    assertThat(senderHistories.allows(attacker(2)))
        .as("each connection by itself")
        .isTrue();
    time.nanos.addAndGet(Duration.ofMillis(200).toNanos());
    assertThat(senderHistories.allows(attacker(1))).isTrue();
    senderHistories.checked(attacker(1), 1_000_000, 1_000_000);
    time.nanos.addAndGet(Duration.ofSeconds(9).toNanos());
    assertThat(senderHistories.allows(attacker(1))).isFalse();
    time.nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(senderHistories.allows(attacker(1))).as("a burst later").isTrue();
  }

  @Test
  void turnsGrowWithWhatHoldsAndAFailureMakesThemOneCheck() {
    SenderHistories senderHistories = new SenderHistories(10, 100, new Hand());
    assertThat(senderHistories.turn(HONEST, 1)).isEqualTo(SenderHistories.FIRST_TURN);
    senderHistories.checked(HONEST, SenderHistories.FIRST_TURN - 1, 0);
    assertThat(senderHistories.turn(HONEST, 1))
        .as("less than a turn")
        .isEqualTo(SenderHistories.FIRST_TURN);
    for (int turn = SenderHistories.FIRST_TURN; turn < 1000; turn *= 2) {
      senderHistories.checked(HONEST, turn, 0);
    }
    assertThat(senderHistories.turn(HONEST, 1)).isEqualTo(SenderHistories.LONGEST_TURN);
    assertThat(senderHistories.turn(HONEST, 8))
        .as("a share")
        .isEqualTo(SenderHistories.LONGEST_TURN / 8);
    assertThat(senderHistories.turn(HONEST, 1000)).isEqualTo(SenderHistories.FIRST_TURN);
    senderHistories.checked(HONEST, SenderHistories.LONGEST_TURN, 1);
    assertThat(senderHistories.turn(HONEST, 1)).isEqualTo(1);
    senderHistories.checked(HONEST, 1, 0);
    assertThat(senderHistories.turn(HONEST, 1)).isEqualTo(2);
  }

  @Test
  void whoeverGoesOnAlthoughTurnedAwayIsCutOff() {
    SenderHistories senderHistories = new SenderHistories(10, 100, new Hand());
    for (int i = 1; i < SenderHistories.MAX_REJECTIONS; i++) {
      assertThat(senderHistories.turnAway(HONEST)).isFalse();
    }
    senderHistories.checked(HONEST, 2, 1);
    for (int i = 1; i < SenderHistories.MAX_REJECTIONS; i++) {
      assertThat(senderHistories.turnAway(HONEST)).as("since one that held").isFalse();
    }
    senderHistories.checked(HONEST, 1, 1);
    assertThat(senderHistories.turnAway(HONEST)).isTrue();
  }
}
