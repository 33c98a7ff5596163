package org.depinsdk.radio.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.report.ReasonCode;
import org.junit.jupiter.api.Test;

/** The verification list: one bad report for each check, which passes when that check is taken out and only then. */
class RadioChecksTest {
  private final HexGrid grid = HexGrid.load();
  private final RadioCases cases = new RadioCases(grid);

  @Test
  void everyWitnessCheckMatters() {
    assertThat(cases.witness().outcome()).isEmpty();
    RadioCases.WitnessCase good = cases.witness();
    Map<ReasonCode, List<RadioCases.WitnessCase>> bad = new LinkedHashMap<>();
    bad.put(WitnessReasons.DUPLICATE, List.of(good.duplicate()));
    bad.put(WitnessReasons.UNKNOWN_DEVICE, List.of(good.unknown()));
    bad.put(WitnessReasons.DENIED, List.of(good.denied()));
    bad.put(WitnessReasons.DENIED_EDGE, List.of(good.deniedEdge()));
    bad.put(WitnessReasons.SELF_WITNESS, List.of(good.self()));
    bad.put(WitnessReasons.OUTSIDE_WINDOW, List.of(good.outsideWindow()));
    bad.put(WitnessReasons.TOO_LATE, List.of(good.tooLate()));
    bad.put(WitnessReasons.WRONG_PACKET, List.of(good.otherPacket()));
    bad.put(WitnessReasons.NOT_CAPABLE, List.of(good.notCapable()));
    bad.put(WitnessReasons.WRONG_FREQUENCY, List.of(good.offset(100_001), good.offset(-100_001)));
    bad.put(
        WitnessReasons.WRONG_REGION, List.of(good.regions(RadioRegion.EU868, RadioRegion.US915)));
    bad.put(WitnessReasons.TOO_CLOSE, List.of(good.at(new H3Cell(627111975468974079L))));
    bad.put(
        WitnessReasons.TOO_FAR,
        List.of(good.signal(-2_000).at(new H3Cell(631278052025960447L)).signal(-2_000)));
    bad.put(WitnessReasons.TOO_STRONG, List.of(good.signal(-500)));
    bad.put(WitnessReasons.NOT_RECIPROCAL, List.of(good.notReciprocal()));
    bad.forEach((code, reports) -> {
      for (RadioCases.WitnessCase report : reports) {
        assertThat(report.outcome()).as(code.text()).contains(code);
        assertThat(report.outcomeWithout(code)).as("without " + code).isEmpty();
      }
    });
    assertThat(good.notAsserted().outcome()).contains(WitnessReasons.NOT_ASSERTED);
    assertThat(good.offset(100_000).outcome()).isEmpty();
    assertThat(WitnessChecks.PIPELINE.checks()).hasSize(bad.size() + 1);
  }

  @Test
  void everyBeaconCheckMatters() {
    RadioCases.BeaconCase good = cases.beacon();
    assertThat(good.outcome()).isEmpty();
    Map<ReasonCode, List<RadioCases.BeaconCase>> bad = new LinkedHashMap<>();
    bad.put(WitnessReasons.UNKNOWN_DEVICE, List.of(good.unknown()));
    bad.put(WitnessReasons.NOT_ASSERTED, List.of(good.notAsserted()));
    bad.put(WitnessReasons.DENIED, List.of(good.denied()));
    bad.put(WitnessReasons.OUTSIDE_WINDOW, List.of(good.outsideWindow()));
    bad.put(WitnessReasons.NOT_CAPABLE, List.of(good.notCapable()));
    bad.put(WitnessReasons.IRREGULAR_INTERVAL, List.of(good.irregular()));
    bad.put(
        WitnessReasons.WRONG_PACKET,
        List.of(good.otherPacket(), good.otherChannel(), good.otherDataRate()));
    bad.put(WitnessReasons.NOT_RECIPROCAL, List.of(good.notReciprocal()));
    bad.forEach((code, reports) -> {
      for (RadioCases.BeaconCase report : reports) {
        assertThat(report.outcome()).as(code.text()).contains(code);
        assertThat(report.outcomeWithout(code)).as("without " + code).isEmpty();
      }
    });
    assertThat(BeaconChecks.PIPELINE.checks()).hasSize(bad.size());
  }
}
