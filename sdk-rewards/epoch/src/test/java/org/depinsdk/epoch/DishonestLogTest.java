package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.epoch.LoggedNetwork.ENGINE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.note.NoteSigner;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.junit.jupiter.api.Test;

/** A log that an operator forks, throws away or signs with another key. */
class DishonestLogTest extends DishonestOperator {
  DishonestLogTest() throws Exception {}

  private static NoteSigner anotherKey() throws Exception {
    byte[] seed = new byte[32];
    seed[0] = 7;
    return Ed25519NoteSigner.ofLog(LoggedNetwork.KEY.key().name(), seed);
  }

  @Test
  void aRotatedLogKeyIsFollowed() throws Exception {
    network.nextKey = Optional.of(anotherKey());
    network.publish(folder);
    WitnessPolicy old = WitnessPolicy.parse("log " + LoggedNetwork.KEY.key() + "\nquorum none\n");
    assertThat(replay(Optional.of(old))).isEmpty();
    assertThat(notes)
        .filteredOn(note -> note.code().equals(ReplayNotes.LOG_KEY_ROTATED))
        .singleElement()
        .satisfies(note -> assertThat(note.level()).isEqualTo(ReplayNote.Level.CHECKED));
  }

  @Test
  void logKeyTakenOver() throws Exception {
    network.nextKey = Optional.of(anotherKey());
    network.oldKeySigns = false;
    assertCaught("log.json", "the checkpoint: ");
  }

  @Test
  void checkpointForked() throws Exception {
    network.publish(folder);
    LoggedNetwork other = new LoggedNetwork();
    other.truth = reports(all -> all.remove(4));
    Path fork = folder.resolve("fork");
    other.publish(fork);
    // each history is consistent by itself
    assertThat(replay(fork)).isEmpty();
    assertThat(replay(folder.resolve("epoch-1"), fork.resolve("epoch-2")))
        .hasValueSatisfying(
            finding -> assertThat(finding.different().detail()).contains("follows the bundle"));
    // and a bundle of the one does not go on from a bundle of the other, whatever it names
    EpochBundle last = EpochBundle.open(fork.resolve("epoch-2"));
    EpochInput input = last.input();
    Publication lie = Publication.after(
            EpochBundle.open(folder.resolve("epoch-1")).manifest())
        .with(last.log().orElseThrow(), LoggedNetwork.KEY);
    BundleFiles.deleteTree(folder.resolve("epoch-2"));
    try (EpochOutcome outcome = ENGINE.run(input)) {
      EpochBundle.write(folder.resolve("epoch-2"), lie, input, outcome);
    }
    BundleFiles.deleteTree(fork);
    assertDifferent("log.json", "the log was forked");
  }

  @Test
  void aForkedLogFindsNoQuorum() throws Exception {
    NoteSigner[] witness = new NoteSigner[4];
    StringBuilder policy = new StringBuilder("log " + LoggedNetwork.KEY.key() + "\n");
    for (int i = 0; i < 4; i++) {
      byte[] seed = new byte[32];
      seed[0] = (byte) (i + 1);
      witness[i] = Ed25519NoteSigner.ofWitness("w" + i, seed);
      policy.append("witness w" + i + " " + witness[i].key() + "\n");
    }
    policy.append("group all4 3 w0 w1 w2 w3\nquorum all4\n");
    WitnessPolicy trusted = WitnessPolicy.parse(policy.toString());

    network.witnesses = 3;
    network.witness = witness;
    network.publish(folder);
    assertThat(replay(Optional.of(trusted))).isEmpty();
    assertThat(notes).extracting(ReplayNote::code).contains(ReplayNotes.WITNESSED);
    assertThat(notes)
        .extracting(ReplayNote::code)
        .doesNotContain(ReplayNotes.NOT_WITNESSED, ReplayNotes.NO_QUORUM);

    // whoever forks finds only the witnesses that help him
    LoggedNetwork fork = new LoggedNetwork();
    fork.truth = reports(all -> all.remove(4));
    fork.witnesses = 1;
    fork.witness = witness;
    Path other = folder.resolve("fork");
    fork.publish(other);
    assertThat(replay(Optional.of(trusted), other)).isEmpty();
    assertThat(notes)
        .anyMatch(
            n -> n.code().equals(ReplayNotes.NO_QUORUM) && n.level() == ReplayNote.Level.UNCHECKED);
  }

  @Test
  void logThrownAway() throws Exception {
    network.publish(folder);
    EpochBundle last = EpochBundle.open(folder.resolve("epoch-2"));
    List<LoggedReport> reports = new ArrayList<>();
    last.input().evidence().forEach(reports::add);
    EpochInput input = last.input().with(EvidenceSource.of(reports));
    Publication without = new Publication(
        last.manifest().previous(), Optional.empty(), Optional.of(LoggedNetwork.KEY));
    BundleFiles.deleteTree(last.folder());
    try (EpochOutcome outcome = ENGINE.run(input)) {
      EpochBundle.write(last.folder(), without, input, outcome);
    }
    assertDifferent("manifest.json", "holds no range of the log");
  }
}
