package org.depinsdk.ev;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole network over real OCPP: each cheat shows with its reason, and a run repeats. */
class EvNetworkTest {
  @TempDir
  Path folder;

  private record Result(Run run, Outcome outcome) {}

  private Result run(String name) throws Exception {
    Run run = new Run(7, 8, 1);
    Path bundles = folder.resolve(name + "-bundles");
    run.live(folder.resolve(name + "-data"), bundles);
    return new Result(run, Outcome.of(bundles, 1, run.chargers()));
  }

  @Test
  void eachCheatShowsWithItsReasonAndARunRepeats() throws Exception {
    Result first = run("first");
    Map<String, Set<String>> reasons = new TreeMap<>();
    first
        .outcome()
        .refusals()
        .forEach(
            row -> reasons.computeIfAbsent(row.get(0), s -> new TreeSet<>()).add(row.get(2)));
    Map<Behaviour, String> expected = Map.of(
        Behaviour.FORGED_SIGNATURE, "metering.signature-invalid",
        Behaviour.METER_BACKWARDS, "metering.register-backwards",
        Behaviour.OVERLAPPING, "metering.session-overlap",
        Behaviour.REPLAYER, "metering.session-replayed",
        Behaviour.ABOVE_PLATE, "metering.power-above-plate",
        Behaviour.SHARED_KEY, "metering.key-shared");
    Set<Behaviour> wholeRunCheated =
        Set.of(Behaviour.FORGED_SIGNATURE, Behaviour.METER_BACKWARDS, Behaviour.ABOVE_PLATE);
    for (Charger charger : first.run().chargers()) {
      String reason = expected.get(charger.behaviour());
      if (reason == null) {
        assertThat(reasons).as(charger.name()).doesNotContainKey(charger.name());
        assertThat(first.outcome().wattHours(charger.id())).isPositive();
      } else {
        assertThat(reasons.get(charger.name())).as(charger.name()).containsExactly(reason);
      }
      if (wholeRunCheated.contains(charger.behaviour())) {
        assertThat(first.outcome().wattHours(charger.id())).isZero();
      }
    }
    assertThat(run("second").outcome().root()).isEqualTo(first.outcome().root());
  }
}
