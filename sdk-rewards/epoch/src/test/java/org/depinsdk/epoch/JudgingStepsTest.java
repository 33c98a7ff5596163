package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.json.Json;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.ProofVerifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine of machines that each see a part: what they come to together is what one machine comes to. */
class JudgingStepsTest {
  @TempDir
  Path scratch;

  private final TallyNetwork network = new TallyNetwork(5);

  private static byte[] number(long number) {
    return EvidenceCodec.number(0, Long.MAX_VALUE).encode(number);
  }

  /** Some devices name their boots, some do not, and some run in two machines, of which one may not name its boot. */
  private void epoch() throws Exception {
    Random random = new Random(7);
    List<DeviceId> devices = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      devices.add(network.enroll(i % 4));
    }
    for (int i = 0; i < 1200; i++) {
      int device = i % 12;
      String boot = device < 4 ? "" : device < 8 ? "boot" : random.nextBoolean() ? "one" : "";
      Duration at = Duration.ofSeconds(i + random.nextInt(2));
      byte[] evidence = i % 97 == 0 ? new byte[] {1} : number(random.nextInt(9000));
      network.report(devices.get(device), boot, 2 + i / 12 - (i % 89 == 0 ? 1 : 0), at, evidence);
    }
  }

  private static String told(JudgedEpoch judged) {
    StringBuilder told = new StringBuilder();
    judged.verdicts().forEach(v -> told.append(Json.line(VerdictJson.format(v))).append('\n'));
    judged.faults().forEach(f -> told.append(Json.line(FaultJson.format(f))).append('\n'));
    judged
        .contributions()
        .forEach(c -> told.append(Json.line(ContributionJson.format(c))).append('\n'));
    judged.clones().forEach(c -> told.append(Json.line(CloneJson.format(c))).append('\n'));
    return told.append(judged.states()).toString();
  }

  /** As several machines would: parts of the log read apart, rows arriving in any order, partitions judged apart. */
  private String apart(ProofVerifiers verifiers, Random random) throws IOException {
    int partitions = 1 + random.nextInt(9);
    List<List<byte[]>> rows = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      rows.add(new ArrayList<>());
    }
    RowConsumer sender = row -> rows.get(GroupRows.partition(row, partitions)).add(row);
    try (JudgedRows judged = new JudgedRows(scratch, 20_000)) {
      new JudgingSteps(network.input(), verifiers).begin(sender, judged);
      for (int from = 0; from < network.log.size(); ) {
        JudgingSteps reader = new JudgingSteps(network.input(), verifiers);
        ReportRows part = new ReportRows(sender, judged);
        int to = Math.min(network.log.size(), from + 1 + random.nextInt(400));
        for (; from < to; from++) {
          part.add(reader.read(network.log.get(from), from));
        }
        part.end();
      }
      for (List<byte[]> some : rows) {
        Collections.shuffle(some, random);
        try (GroupRows groups = new GroupRows(scratch, 5000)) {
          for (byte[] row : some) {
            groups.add(row);
          }
          new JudgingSteps(network.input(), verifiers).judge(groups, judged);
        }
      }
      return told(judged.finish(new JudgingSteps(network.input(), verifiers)));
    }
  }

  @Test
  void partsOfALogComeToWhatTheWholeComesTo() throws Exception {
    epoch();
    ProofVerifiers verifiers = TallyNetwork.verifiers((group, evidence, before) -> {
      return TallyNetwork.sums(group, evidence, TallyNetwork.QUANTITY)
          .with(Map.of(group, GroupState.of(Map.of("judged", group.text()))));
    });
    String whole;
    try (JudgedEpoch judged = new LocalEpochEngine(verifiers).judge(network.input())) {
      whole = told(judged);
    }
    assertThat(whole)
        .contains("evidence.malformed", "evidence.repeated-number", "judged=group:8")
        .contains("instance.interleaved-boots", "instance.duplicate-counter");
    Random random = new Random(11);
    for (int i = 0; i < 20; i++) {
      assertThat(apart(verifiers, random)).isEqualTo(whole);
    }
  }

  @Test
  void otherBytesAreNoRow() throws Exception {
    try (JudgedRows judged = new JudgedRows(scratch, 1000)) {
      assertThatThrownBy(() -> judged.add(new byte[] {9, 1})).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> judged.add(new byte[0])).isInstanceOf(IOException.class);
    }
  }
}
