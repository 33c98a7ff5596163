package org.depinsdk.hardware.ocpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which transaction an end or a value without a number belongs to. */
class StationMemoryTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final StationMemory memory = new StationMemory();
  private final AtomicInteger ids = new AtomicInteger();

  private StationMemory.Started start(
      int connector, String token, int register, int minute, TokenAuthorizer.Decision decision) {
    return memory.start(
        new Messages16.StartTransaction(connector, token, register, NOON.plusSeconds(60L * minute)),
        decision,
        ids::incrementAndGet);
  }

  private StationMemory.Started start(int connector, String token, int register, int minute) {
    return start(connector, token, register, minute, TokenAuthorizer.Decision.ACCEPTED);
  }

  private Optional<Integer> ending(int id, String token, int register, int minute) {
    return memory
        .ending(new Messages16.StopTransaction(
            id,
            token.isEmpty() ? Optional.empty() : Optional.of(token),
            register,
            NOON.plusSeconds(60L * minute),
            Optional.empty(),
            List.of()))
        .map(StationMemory.Started::id);
  }

  @Test
  void aRefusedBeginIsNoTransactionThatRuns() {
    StationMemory.Started refused = start(1, "TAG", 100, 0, TokenAuthorizer.Decision.INVALID);
    assertThat(refused.accepted()).isFalse();
    assertThat(memory.running(refused.id(), 1)).isEmpty();
    assertThat(memory.running(-1, 1)).isEmpty();
    assertThat(ending(-1, "TAG", 200, 10)).isEmpty();
    assertThat(ending(refused.id(), "TAG", 200, 10)).isEmpty();
    // nor does it hide the one that runs
    int good = start(1, "TAG", 100, 1).id();
    assertThat(memory.running(-1, 1).orElseThrow().id()).isEqualTo(good);
    assertThat(ending(-1, "TAG", 200, 10)).contains(good);
  }

  @Test
  void anEndWithoutNumberBelongsToTheOnlyBeginThatFits() {
    int early = start(1, "A", 1000, 0).id();
    int late = start(2, "B", 5000, 30).id();
    assertThat(ending(-1, "A", 6000, 60)).as("by token").contains(early);
    assertThat(ending(-1, "B", 6000, 60)).as("by token").contains(late);
    assertThat(ending(-1, "C", 6000, 60)).as("no such token").isEmpty();
    assertThat(ending(-1, "", 6000, 60)).as("both fit").isEmpty();
    assertThat(ending(-1, "", 6000, 20)).as("ended before the second began").contains(early);
    assertThat(ending(-1, "", 4999, 60)).as("below the second's register").contains(early);
    assertThat(ending(-1, "B", 5000, 30)).as("at the same moment and register").contains(late);
    assertThat(ending(-1, "B", 4999, 30)).as("its register ran backwards").isEmpty();
    assertThat(ending(-1, "B", 5000, 29)).as("before it began").isEmpty();
    memory.ended(early);
    assertThat(ending(-1, "", 6000, 60)).as("the only one left").contains(late);
    assertThat(ending(early, "A", 6000, 60)).as("has ended").isEmpty();
  }

  @Test
  void valuesWithoutNumberBelongToTheOnlyTransactionOfTheirConnector() {
    int first = start(1, "A", 0, 0).id();
    int second = start(2, "B", 0, 0).id();
    assertThat(memory.running(-1, 1).orElseThrow().id()).isEqualTo(first);
    assertThat(memory.running(-1, 2).orElseThrow().id()).isEqualTo(second);
    assertThat(memory.running(second, 1).orElseThrow().id()).isEqualTo(second);
    assertThat(memory.running(-1, 3)).isEmpty();
    start(2, "C", 0, 1);
    assertThat(memory.running(-1, 2)).as("two there").isEmpty();
  }

  @Test
  void aReplayedBeginIsTheSameOne() {
    int first = start(1, "A", 100, 0).id();
    assertThat(start(1, "A", 100, 0).id()).isEqualTo(first);
    assertThat(start(2, "A", 100, 0).id()).isNotEqualTo(first);
    assertThat(start(1, "B", 100, 0).id()).isNotEqualTo(first);
    assertThat(start(1, "A", 101, 0).id()).isNotEqualTo(first);
    assertThat(start(1, "A", 100, 1).id()).isNotEqualTo(first);
  }
}
