package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.epoch.LoggedNetwork.ENGINE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.junit.jupiter.api.Test;

/** Bundles that an operator leaves out, makes again or has signed by another, and a run that begins with tokens. */
class DishonestBundlesTest extends DishonestOperator {
  DishonestBundlesTest() throws Exception {}

  @Test
  void anHonestOperatorIsNotAccused() throws Exception {
    network.publish(folder);
    assertThat(replay()).isEmpty();
    assertThat(notes)
        .filteredOn(n -> n.level() != ReplayNote.Level.CHECKED)
        .extracting(ReplayNote::code)
        .containsOnly(ReplayNotes.BEACON_CHOSEN, ReplayNotes.NOT_WITNESSED);
    assertThat(notes)
        .extracting(ReplayNote::code)
        .contains(
            ReplayNotes.GENESIS,
            ReplayNotes.FOLLOWS,
            ReplayNotes.SIGNED,
            ReplayNotes.POLICY_SAME,
            ReplayNotes.REGISTRY_CHECKED,
            ReplayNotes.LOG_COMPLETE);
  }

  @Test
  void premine() throws Exception {
    TreeMap<OperatorId, TokenAmount> mine = new TreeMap<>(Map.of(THIEF, TokenAmount.of(1)));
    network.start = new SettlementState(0, "", new TreeMap<>(), mine, ProofStates.NONE);
    assertCaught("before.json", "epoch 0 does not begin with nothing");
  }

  @Test
  void firstBundleDropped() throws Exception {
    network.publish(folder);
    BundleFiles.deleteTree(folder.resolve("epoch-0"));
    assertThat(assertNamed(ReplayNotes.NOT_FOLLOWED).facts().get("previous")).hasSize(64);
  }

  @Test
  void middleBundleDropped() throws Exception {
    network.publish(folder);
    BundleFiles.deleteTree(folder.resolve("epoch-1"));
    assertDifferent("manifest.json", "the bundle of epoch 1 is missing");
  }

  @Test
  void bundleOtherThanTheSettledOne() throws Exception {
    network.publish(folder);
    int at = -1;
    for (int i = 0; i < network.log.size(); i++) {
      if (network.log.get(i) instanceof LogRecord.Settled settled && settled.epoch() == 0) {
        at = i;
      }
    }
    LogRecord.Settled settled = (LogRecord.Settled) network.log.get(at);
    network.log.set(at, new LogRecord.Settled(0, Bytes32.ZERO, settled.root(), settled.total()));
    EpochBundle bundle = EpochBundle.open(folder.resolve("epoch-1"));
    EpochInput input = bundle.input();
    List<LoggedReport> reports = new ArrayList<>();
    input.evidence().forEach(reports::add);
    EpochInput held = input.with(EvidenceSource.of(reports));
    LogRange range = bundle.log().orElseThrow();
    Publication lie = new Publication(
            bundle.manifest().previous(), Optional.empty(), Optional.empty())
        .with(
            network.range((int) range.frontier().size(), (int)
                range.checkpoint().checkpoint().head().size()),
            LoggedNetwork.KEY);
    BundleFiles.deleteTree(folder.resolve("epoch-2"));
    BundleFiles.deleteTree(bundle.folder());
    try (EpochOutcome outcome = ENGINE.run(held)) {
      EpochBundle.write(bundle.folder(), lie, held, outcome);
    }
    assertDifferent("log-records.bin", "was settled by the bundle");
  }

  @Test
  void manifestSignedByAnother() throws Exception {
    network.publish(folder);
    Path note = folder.resolve("epoch-1").resolve(ManifestNote.FILE);
    byte[] seed = new byte[32];
    seed[1] = 1;
    java.nio.file.Files.writeString(
        note,
        ManifestNote.sign(
                EpochBundle.open(folder.resolve("epoch-1")).manifest(),
                Ed25519NoteSigner.ofLog("example.org/log", seed))
            .toString());
    assertDifferent("manifest.note", "");
  }
}
