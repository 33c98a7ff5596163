package org.depinsdk.wifi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.depinsdk.bandwidth.Direction;
import org.depinsdk.bandwidth.ObservedTraffic;
import org.depinsdk.bandwidth.TestName;
import org.depinsdk.bandwidth.TestPlan;
import org.depinsdk.bandwidth.TestSize;
import org.depinsdk.core.geo.HexGrid;
import org.junit.jupiter.api.Test;

/** Tests of a line by packets over UDP on this machine. */
class LoopbackLinesTest {
  private static final Seed SEED = new Seed(7);
  private static final Fleet.AccessPoint WHO =
      Fleet.of(SEED, 2, false, HexGrid.load()).get(0);

  private static TestPlan plan() {
    return TestPlan.of(
        new TestName(WHO.self().id().text(), 0, Direction.DOWNLOAD),
        Instant.now(),
        TestSize.of(WHO.line().claimedKbps(), TestSize.FILLING_E2, WifiPolicy.DRAWN_CHALLENGERS),
        Fleet.challengers(SEED).stream()
            .limit(WifiPolicy.DRAWN_CHALLENGERS)
            .map(Fleet.Member::id)
            .toList(),
        List.of(WHO.self().id()),
        new byte[0]);
  }

  @Test
  void challengersSeeWhatTheLineCarries() throws Exception {
    try (Lines lines = new LoopbackLines(SEED)) {
      TestPlan plan = plan();
      assertThat(lines.measure(WHO, plan))
          .isInstanceOfSatisfying(Lines.Measured.class, measured -> {
            assertThat(measured.had()).isPresent();
            assertThat(measured.seen().values())
                .extracting(ObservedTraffic::reached)
                .contains(true);
            long packets = measured.seen().values().stream()
                .mapToLong(ObservedTraffic::total)
                .sum();
            long kbps = packets * plan.packetBytes() * 8_000 / plan.micros();
            // what is in the line's queue at the end comes too
            assertThat(kbps).isBetween(1L, WHO.line().carriesKbps() * 11 / 10);
          });
    }
  }

  @Test
  void aTestThatDoesNotEndIsLostAndNothingElse() throws Exception {
    try (Lines lines = new LoopbackLines(SEED, Duration.ofMillis(1))) {
      assertThat(lines.measure(WHO, plan()))
          .isInstanceOfSatisfying(
              Lines.Lost.class,
              lost -> assertThat(lost.reason()).contains(WHO.name(), "did not end its test"));
    }
  }
}
