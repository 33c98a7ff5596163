package org.depinsdk.radio.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.geo.GeoPoint;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.testkit.TestEngine;
import org.depinsdk.proofs.testkit.TestNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two indoor radios and one cell, for which the elder has all points, over several epochs. */
class SeniorityTest {
  private static final HexGrid GRID = HexGrid.load();
  private static final H3Cell AREA = GRID.cellAt(GeoPoint.ofDegrees(48.2, 16.37), 6);
  private static final H3Cell CELL = GRID.cellAt(GRID.center(AREA), 12);
  private static final H3Cell NEAR = GRID.disk(CELL, 1).get(1);
  private static final Map<String, String> SETTINGS =
      Map.of("location", "none", "speedtest", "none");

  private final TestNetwork network = new TestNetwork();
  private final CoverageVerifier verifier = new CoverageVerifier(GRID);
  private final DeviceId elder = network.device("radio", 1, CELL);
  private final DeviceId younger = network.device("radio", 2, CELL);
  private final List<Attributed<CoverageReport>> evidence = new ArrayList<>();
  private SortedMap<GroupKey, GroupState> states = Collections.emptySortedMap();
  private int epoch;

  private void claim(DeviceId radio, int signal, H3Cell... cells) {
    List<CoverageReport.Covered> covered =
        Arrays.stream(cells).map(c -> new CoverageReport.Covered(c, signal)).toList();
    evidence.add(network.report(
        radio,
        Duration.ofHours(24L * epoch + 21).plusMinutes(evidence.size()),
        new CoverageReport.Claim(AREA, RadioType.INDOOR, covered, List.of(), List.of())));
  }

  private Map<DeviceId, Long> settle() {
    TestEngine.Judged judged =
        TestEngine.judge(verifier, evidence, network.context(epoch, SETTINGS), states);
    states = judged.state();
    evidence.clear();
    epoch++;
    Map<DeviceId, Long> points = new TreeMap<>();
    judged.verdicts().forEach(v -> points.put(v.device(), v.score().units() / CoveragePoints.ONE));
    return points;
  }

  @BeforeEach
  void elderClaimsFirst() {
    claim(elder, -800, CELL);
    assertThat(settle()).isEqualTo(Map.of(elder, 400L));
  }

  @Test
  void elderKeepsItsRankWhoeverReportsFirst() {
    for (int i = 0; i < 3; i++) {
      claim(younger, -700, CELL);
      claim(elder, i % 2 == 0 ? -900 : -750, CELL);
      assertThat(settle()).isEqualTo(Map.of(elder, 400L, younger, 0L));
    }
    states = Collections.emptySortedMap();
    claim(younger, -700, CELL);
    claim(elder, -800, CELL);
    assertThat(settle()).isEqualTo(Map.of(elder, 0L, younger, 400L));
  }

  @Test
  void otherCellsBeginAnew() {
    claim(younger, -800, CELL);
    claim(elder, -800, CELL, NEAR);
    assertThat(settle()).isEqualTo(Map.of(elder, 400L, younger, 400L));
    claim(elder, -800, CELL);
    claim(younger, -800, CELL);
    assertThat(settle()).isEqualTo(Map.of(elder, 0L, younger, 400L));
  }

  @Test
  void anotherPlaceBeginsAnew() {
    network.change(network.epoch(1).start(), elder, new RegistryChange.Relocated(NEAR));
    claim(younger, -800, CELL);
    claim(elder, -800, CELL);
    assertThat(settle()).isEqualTo(Map.of(elder, 0L, younger, 400L));
  }

  @Test
  void silenceOfMoreThanThreeDaysBeginsAnew() {
    claim(younger, -800, CELL);
    settle();
    claim(younger, -800, CELL);
    settle();
    // 72 hours after its first claim
    claim(elder, -800, CELL);
    claim(younger, -800, CELL);
    assertThat(settle()).isEqualTo(Map.of(elder, 400L, younger, 0L));
    for (int i = 0; i < 2; i++) {
      claim(younger, -800, CELL);
      settle();
    }
    assertThat(states).containsOnlyKeys(Seniority.key(younger, AREA), Seniority.key(elder, AREA));
    claim(younger, -800, CELL);
    settle();
    assertThat(states).containsOnlyKeys(Seniority.key(younger, AREA));
    claim(elder, -800, CELL);
    claim(younger, -800, CELL);
    assertThat(settle()).isEqualTo(Map.of(elder, 0L, younger, 400L));
  }
}
