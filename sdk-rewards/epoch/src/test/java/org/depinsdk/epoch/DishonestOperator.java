package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.epoch.LoggedNetwork.ENGINE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a dishonest operator can do with our own engine and its own key, and what shows it. In each test all hashes are right again
 * and every manifest is signed; SECURITY.md has the table.
 */
abstract class DishonestOperator {
  static final OperatorId THIEF = TestNetwork.operator(66);

  @TempDir
  Path folder;

  final LoggedNetwork network;
  final List<ReplayNote> notes = new ArrayList<>();

  DishonestOperator() throws Exception {
    network = new LoggedNetwork();
  }

  Optional<RunReplay.Finding> replay(Path... paths) throws Exception {
    return replay(Optional.empty(), paths);
  }

  Optional<RunReplay.Finding> replay(Optional<WitnessPolicy> witnesses, Path... paths)
      throws Exception {
    List<RunFolder> runs = new ArrayList<>();
    for (Path path : paths.length == 0 ? new Path[] {folder} : paths) {
      runs.add(RunFolder.open(path));
    }
    notes.clear();
    return new RunReplay(ENGINE, witnesses).replay(runs, step -> {
      if (step instanceof RunReplay.Step.Epoch epoch) {
        notes.addAll(epoch.same().notes());
      }
    });
  }

  void assertCaught(String part, String detail) throws Exception {
    network.publish(folder);
    assertDifferent(part, detail);
  }

  void assertDifferent(String part, String detail) throws Exception {
    assertThat(replay()).hasValueSatisfying(finding -> {
      assertThat(finding.different().part()).isEqualTo(part);
      assertThat(finding.different().detail()).contains(detail);
    });
  }

  /** The replay comes out the same, but says what it rests on: with --strict it fails. */
  ReplayNote assertNamed(ReasonCode code) throws Exception {
    assertThat(replay()).isEmpty();
    assertThat(notes).anyMatch(n -> n.code().equals(code) && n.level() != ReplayNote.Level.CHECKED);
    return notes.stream()
        .filter(n -> n.code().equals(code) && n.level() != ReplayNote.Level.CHECKED)
        .findFirst()
        .orElseThrow();
  }

  interface Tamper {
    void with(List<LoggedReport> reports);
  }

  static LoggedNetwork.Lie inEpoch(int epoch, LoggedNetwork.Lie lie) {
    return input -> input.epoch().index() == epoch ? lie.tell(input) : input;
  }

  static LoggedNetwork.Lie reports(Tamper tamper) {
    return inEpoch(1, input -> {
      List<LoggedReport> reports = new ArrayList<>();
      input.evidence().forEach(reports::add);
      tamper.with(reports);
      return input.with(EvidenceSource.of(reports));
    });
  }
}
