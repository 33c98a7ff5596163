package org.depinsdk.radio.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.testing.KnownAnswers.answers;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.depinsdk.conformance.Conformance;
import org.depinsdk.conformance.ConformanceRow;
import org.depinsdk.core.challenge.Challenge;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.testing.KnownAnswers;
import org.depinsdk.testing.KnownAnswers.Near;
import org.junit.jupiter.api.Test;

/** What Helium's IoT oracles compute for beacons and witnesses. */
class HeliumRadioVectorsTest {
  private static final Instant NOW = Instant.parse("2023-01-01T12:00:00Z");

  private final HexGrid grid = HexGrid.load();

  private static H3Cell cell(ConformanceRow row, String column) {
    return new H3Cell(row.number(column));
  }

  private long metres(ConformanceRow row) {
    return grid.distanceMeters(grid.center(cell(row, "from")), grid.center(cell(row, "to")));
  }

  private static Instant ago(ConformanceRow row, String column) {
    return NOW.minusSeconds(row.number(column));
  }

  private static RadioRegion region(String name) {
    return name.equals("US915") ? RadioRegion.US915 : RadioRegion.EU868;
  }

  private static String outcome(Optional<ReasonCode> reason) {
    return reason
        .map(code -> code.toString().substring("witness.".length()))
        .map(name -> name.replace('-', '_').toUpperCase(Locale.ROOT))
        .orElse("ok");
  }

  @Test
  void beaconsAreMadeOfEntropy() {
    KnownAnswers.check("radio/beacon-data", row -> {
      byte[] seed =
          BeaconEntropy.seed(row.bytes("remote"), row.number("timestamp"), row.bytes("local"));
      return answers("seed", seed, "payload", BeaconEntropy.payload(seed, 51));
    });
    KnownAnswers.check("radio/entropy", row -> {
      RemoteEntropy entropy = RemoteEntropy.parse(row.text("json"));
      assertThat(entropy.toJson()).isEqualTo(row.text("json"));
      assertThat(RemoteEntropy.parse(entropy.toJson())).isEqualTo(entropy);
      return answers("data", entropy);
    });
    KnownAnswers.check(
        "radio/data-rate",
        row -> answers(
            "rate",
            RadioRegion.EU868
                .dataRateFor((int) row.number("bytes"))
                .map(rate -> rate.name())
                .orElse("none")));
  }

  @Test
  void cellsAreNearOrFar() {
    KnownAnswers.check("radio/cell-pairs", row -> {
      OptionalLong steps =
          grid.distance(cell(row, "from").parent(11), cell(row, "to").parent(11));
      return answers(
          "steps", steps.orElse(-1),
          "far-enough", WitnessChecks.isFarEnough(grid, cell(row, "from"), cell(row, "to")),
          "too-far", metres(row) > WitnessChecks.MAX_DISTANCE_METERS);
    });
  }

  @Test
  void signalsArePossibleOrNot() {
    KnownAnswers.check("radio/signal", row -> {
      // whole dB of both gains count
      long gains = row.number("gain") / 10 + row.number("witness-gain") / 10;
      return answers(
          "dbm",
          new Near(
              RadioPhysics.strongestSignalMicroDbm(
                      (int) row.number("power"),
                      (int) gains,
                      row.number("metres"),
                      row.number("frequency"))
                  / 1e6,
              1e-6));
    });
    KnownAnswers.check(
        "radio/witness-signal",
        row -> answers(
            "possible",
            WitnessChecks.isPossible(
                new WitnessChecks.Signal(
                    (int) row.number("signal"),
                    (int) row.number("power"),
                    (int) row.number("gain"),
                    (int) row.number("witness-gain"),
                    (int) row.number("frequency")),
                metres(row))));
  }

  @Test
  void witnessesAreChecked() {
    RadioCases cases = new RadioCases(grid);
    KnownAnswers.check("radio/witness-checks", row -> {
      RadioCases.WitnessCase witness = cases.witness();
      if (!row.flag("same-packet")) {
        witness = witness.otherPacket();
      } else {
        witness =
            witness.regions(region(row.text("beacon-region")), region(row.text("witness-region")));
      }
      return answers("outcome", outcome(witness.outcome()));
    });
    KnownAnswers.check(
        "radio/witness-delay",
        row -> answers(
            "in-time",
            WitnessChecks.isInTime(
                new WitnessChecks.Times(ago(row, "beacon"), ago(row, "first"), ago(row, "this")))));
    KnownAnswers.check("radio/witness-selection", row -> {
      RadioScene scene = new RadioScene((int) row.number("good"));
      if (row.number("self") > 0) {
        scene.addSelfWitness();
        scene.addStaleWitness();
        scene.addDuplicate();
        assertThat(scene.codes())
            .contains("witness.self-witness", "witness.too-late", "witness.duplicate");
      }
      return answers("selected", scene.selected(), "unselected", scene.unselected());
    });
  }

  @Test
  void beaconsAreCheckedInOrder() {
    RadioCases cases = new RadioCases(grid);
    KnownAnswers.check("radio/beacon-checks", row -> {
      RadioCases.BeaconCase beacon = cases.beacon();
      for (String failing : row.list("failing")) {
        beacon = switch (failing) {
          case "DENIED" -> beacon.denied();
          case "OUTSIDE_WINDOW" -> beacon.outsideWindow();
          case "NOT_CAPABLE" -> beacon.notCapable();
          case "IRREGULAR_INTERVAL" -> beacon.irregular();
          default -> beacon.otherPacket();
        };
      }
      return answers("outcome", outcome(beacon.outcome()));
    });
    KnownAnswers.check("radio/challenge-window", row -> {
      Challenge window = new Challenge(
          new DeviceId("dev-" + "a".repeat(32)),
          0,
          0,
          new byte[32],
          ago(row, "opened"),
          ago(row, "closed"));
      return answers("open", window.isOpenAt(ago(row, "received")));
    });
    KnownAnswers.check("radio/beacon-interval", row -> {
      Instant last = Instant.parse(row.text("last"));
      return answers(
          "due",
          BeaconChecks.isDue(
              Duration.ofHours(row.number("interval")),
              last,
              last.plus(Duration.ofHours(row.number("hours")))));
    });
  }

  /** A rewarder runs when the epoch takes no more evidence. */
  @Test
  void epochsCloseAfterTheirDay() {
    EpochSchedule days = new EpochSchedule(
        Instant.parse("2022-12-01T00:00:00Z"), Duration.ofDays(1), Duration.ofMinutes(30));
    KnownAnswers.check("radio/reward-schedule", row -> {
      Instant now = Instant.parse(row.text("now"));
      boolean rewards = now.equals(days.closesAt(days.at(0)));
      Instant next = days.closesAt(days.at(now.isBefore(days.closesAt(days.at(0))) ? 0 : 1));
      return answers("rewards", rewards, "minutes", Duration.between(now, next).toMinutes());
    });
  }

  @Test
  void recentPacketsAreKnown() {
    RecentPackets recent = new RecentPackets(2);
    KnownAnswers.check("radio/recent-packets", row -> {
      boolean known = recent.heard(new byte[] {(byte) row.number("packet")});
      List<Integer> held = new ArrayList<>();
      recent.oldestFirst().forEach(packet -> held.add((int) packet[0]));
      return answers("known", known, "held", held);
    });
  }

  @Test
  void entropyThatIsNoneNamesTheField() {
    for (String[] wrong : new String[][] {
      {"[]", "object"},
      {"{\"version\":0,\"timestamp\":1}", "data must be a string in Base64, not \"missing\""},
      {"{\"version\":2,\"timestamp\":1,\"data\":\"AA==\"}", "version"},
      {"{\"version\":0,\"timestamp\":-1,\"data\":\"AA==\"}", "timestamp"},
      {"{\"version\":0,\"timestamp\":1,\"data\":\"?\"}", "data"},
      {"{\"version\":0,\"timestamp\":\"1\",\"data\":\"AA==\"}", "timestamp"},
      {"{\"version\":0,\"version\":0,\"timestamp\":1,\"data\":\"AA==\"}", "not a JSON object"},
      {"{\"version\":99999999999,\"timestamp\":1,\"data\":\"AA==\"}", "version"}
    }) {
      assertThatThrownBy(() -> RemoteEntropy.parse(wrong[0]))
          .as(wrong[0])
          .isInstanceOf(MalformedEvidenceException.class)
          .hasMessageContaining(wrong[1]);
    }
  }

  @Test
  void hip15Units() {
    KnownAnswers.check("radio/hip15", row -> {
      int witnesses = (int) row.number("witnesses");
      return answers(
          "witness", Hip15.witnessUnits(witnesses), "beacon", Hip15.beaconUnits(witnesses));
    });
    assertThat(Hip15.beaconUnits(0)).isZero();
    // the proposal rounds what each witness gets before it adds up
    KnownAnswers.check("radio/hip15-sums", row -> {
      int witnesses = (int) row.number("witnesses");
      return answers(
          "all-witnesses",
          new Near(witnesses * Hip15.witnessUnits(witnesses) / 1e4, 0.02),
          "beaconer",
          new BigDecimal(Hip15.beaconUnits(witnesses))
              .movePointLeft(4)
              .setScale(2, java.math.RoundingMode.HALF_UP));
    });
  }

  @Test
  void hip17Scale() {
    List<H3Cell> places = new ArrayList<>();
    for (ConformanceRow row : Conformance.table("radio/hip17").rows()) {
      for (long hotspot = row.number("hotspots"); hotspot > 0; hotspot--) {
        places.add(cell(row, "cell"));
      }
    }
    HexDensity density = HexDensity.of(places, grid);
    KnownAnswers.check("radio/hip17", row -> answers("scale", density.scale(cell(row, "cell"))));
  }
}
