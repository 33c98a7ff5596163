package org.depinsdk.ev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.depinsdk.epoch.BundleReplay;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.epoch.ReplayResult;
import org.depinsdk.epoch.Statement;
import org.depinsdk.hardware.ocpp.OcppVersion;
import org.depinsdk.kit.Progress;
import org.depinsdk.page.RunPage;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.rewards.TokenAmount;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole network over real OCPP: each cheat shows with its reason and earns nothing by it, and a simulation repeats. */
class EvNetworkTest {
  private static final int EPOCHS = 2;
  private static final int STATIONS = 9;
  private static final Map<Behaviour, String> REASONS = Map.of(
      Behaviour.FORGED_SIGNATURE, "metering.signature-invalid",
      Behaviour.METER_BACKWARDS, "metering.register-backwards",
      Behaviour.OVERLAPPING, "metering.session-overlap",
      Behaviour.REPLAYER, "metering.session-replayed",
      Behaviour.ABOVE_PLATE, "metering.power-above-plate",
      Behaviour.SHARED_KEY, "metering.key-shared");

  @TempDir
  static Path folder;

  private static Simulation simulation;
  private static RunSummary summary;

  @BeforeAll
  static void runOnce() throws Exception {
    simulation = new Simulation(7, STATIONS, EPOCHS);
    simulation.run(folder.resolve("data"), folder.resolve("bundles"), Progress.of("ev"));
    summary = RunSummary.of(folder.resolve("bundles"), EPOCHS, simulation.chargers());
  }

  private static Charger station(Behaviour behaviour) {
    return simulation.chargers().stream()
        .filter(c -> c.behaviour() == behaviour)
        .findFirst()
        .orElseThrow();
  }

  /** What a station's meter showed for the sessions that it may be paid for. */
  private static long honestWattHours(Charger charger) {
    List<Long> sessions = charger.delivered();
    long sum = 0;
    for (int i = 0; i < sessions.size(); i++) {
      boolean counts = switch (charger.behaviour()) {
        case FORGED_SIGNATURE, METER_BACKWARDS, ABOVE_PLATE -> false;
        // two in each epoch, the second while the first still charged
        case OVERLAPPING -> i % 2 == 0;
        case HONEST, OFTEN_OFFLINE, REPLAYER, SHARED_KEY -> true;
      };
      sum += counts ? sessions.get(i) : 0;
    }
    return sum / 1000;
  }

  @Test
  void allKindsOfStationsTookPartInBothVersions() {
    assertThat(simulation.chargers()).extracting(Charger::behaviour).contains(Behaviour.values());
    assertThat(simulation.chargers()).extracting(Charger::version).contains(OcppVersion.values());
  }

  @Test
  void eachCheatShowsWithItsReason() {
    for (Charger charger : simulation.chargers()) {
      TreeSet<String> reasons = new TreeSet<>();
      summary.refused(charger.id()).forEach(refused -> reasons.add(refused.reason()));
      if (charger.behaviour().honest()) {
        assertThat(reasons).as(charger.name()).isEmpty();
      } else {
        assertThat(reasons).as(charger.name()).containsExactly(REASONS.get(charger.behaviour()));
      }
    }
    assertThat(summary.refused(station(Behaviour.REPLAYER).id())).hasSize(2 * EPOCHS);
    assertThat(summary.refused(station(Behaviour.OVERLAPPING).id())).hasSize(EPOCHS);
    assertThat(summary.refused(station(Behaviour.SHARED_KEY).id())).hasSize(2 * EPOCHS);
  }

  @Test
  void theCheatedPartEarnsNothingAndTheHonestPartItsTariff() {
    for (Charger charger : simulation.chargers()) {
      long wattHours = honestWattHours(charger);
      assertThat(summary.wattHours(charger.id())).as(charger.name()).isEqualTo(wattHours);
      boolean half = charger.behaviour() == Behaviour.OFTEN_OFFLINE;
      TokenAmount tariff = EvRewards.TARIFF_PER_KWH.mulDiv(wattHours, half ? 2000 : 1000);
      assertThat(summary.totals().earned(charger.id(), EvRewards.ENERGY))
          .as(charger.name() + ", " + wattHours + " Wh")
          .isEqualTo(tariff);
    }
    assertThat(summary.wattHours(station(Behaviour.HONEST).id())).isPositive();
    assertThat(summary.totals().earned(station(Behaviour.FORGED_SIGNATURE).id(), EvRewards.ENERGY))
        .isEqualTo(TokenAmount.ZERO);
  }

  @Test
  void theSessionsOfAStatementAddUpToWhatTheStationWasPaid() throws Exception {
    for (Charger charger : simulation.chargers()) {
      TokenAmount sum = TokenAmount.ZERO;
      for (RunSummary.SessionLine line : summary.sessions(charger.id())) {
        sum = sum.plus(line.paid());
      }
      assertThat(sum)
          .as(charger.name())
          .isEqualTo(summary.totals().earned(charger.id(), EvRewards.ENERGY));
    }
    Charger cheat = station(Behaviour.REPLAYER);
    List<String> told = new ArrayList<>();
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      EpochBundle bundle = EpochBundle.open(folder.resolve("bundles/epoch-" + epoch));
      Statement statement = Statement.of(bundle, cheat.id().text());
      statement
          .devices()
          .forEach(device -> device
              .verdicts()
              .forEach(verdict -> verdict.findings().stream()
                  .filter(f -> f.facts().containsKey("session"))
                  .forEach(f -> told.add(f.code() + " " + f.facts().get("session")))));
      assertThat(statement.toText(3)).contains("milliWattHours");
    }
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      for (int number : new int[] {1, 2}) {
        String session = cheat.name() + "-" + (2 * epoch + number);
        assertThat(told)
            .contains(
                "metering.session-accepted " + session,
                "metering.session-replayed " + session + "-again");
      }
    }
  }

  @Test
  void theSameSessionsByOtherFormulas() {
    Charger offline = station(Behaviour.OFTEN_OFFLINE);
    List<Long> shares =
        summary.shares(offline.id()).stream().map(s -> s.orElseThrow()).toList();
    assertThat(shares.get(0)).as("here, where it is paid half").isLessThan(shares.get(2));
    for (int formula = 0; formula < 3; formula++) {
      int which = formula;
      assertThat(simulation.chargers().stream()
              .mapToLong(c -> summary.shares(c.id()).get(which).orElseThrow())
              .sum())
          .as("hundredths of a percent, each rounded down")
          .isBetween(10_000L - STATIONS, 10_000L);
      assertThat(summary.shares(station(Behaviour.ABOVE_PLATE).id()).get(which)).contains(0L);
    }
  }

  @Test
  void thePageShowsAllAndNeedsNothingElse() throws Exception {
    String html = new EvPage(summary, new Tables(summary))
        .page(RunPage.read(
            folder.resolve("bundles"), Map.of(EvRewards.TREASURY.text(), "the treasury")))
        .html();
    assertThat(html)
        .as("network, policy, period and root")
        .contains(
            "ev-demo",
            "0 to 1, 2026-01-01T00:00:00Z to 2026-01-01T08:00:00Z",
            EpochBundle.open(folder.resolve("bundles/epoch-1")).manifest().policyId(),
            summary.totals().root(),
            "the treasury")
        .doesNotContain("http:", "https:", "src=");
    for (Charger charger : simulation.chargers()) {
      assertThat(html)
          .contains("<th scope=row>" + charger.name())
          .contains(charger.operator().text());
      summary
          .sessions(charger.id())
          .forEach(s -> assertThat(html).contains("<th scope=row>" + s.name()));
      summary
          .refused(charger.id())
          .forEach(r -> assertThat(html).contains("<td>" + r.session()).contains(r.reason()));
    }
  }

  @Test
  void replayGivesTheSameAndSoDoesASecondRun() throws Exception {
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      assertThat(replay(folder.resolve("bundles/epoch-" + epoch)))
          .isInstanceOf(ReplayResult.Same.class);
    }
    assertThat(rootOf(7, "second")).isEqualTo(summary.totals().root());
    assertThat(rootOf(8, "other")).isNotEqualTo(summary.totals().root());
  }

  private static ReplayResult replay(Path bundle) throws IOException {
    return new BundleReplay(new LocalEpochEngine(ProofVerifiers.load())).replay(bundle);
  }

  private static String rootOf(long seed, String name) throws Exception {
    Simulation again = new Simulation(seed, STATIONS, EPOCHS);
    Path bundles = folder.resolve(name + "-bundles");
    again.run(folder.resolve(name + "-data"), bundles, Progress.of("ev"));
    return RunSummary.of(bundles, EPOCHS, again.chargers()).totals().root();
  }
}
