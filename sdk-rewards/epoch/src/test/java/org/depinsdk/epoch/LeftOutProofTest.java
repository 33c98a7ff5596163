package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.epoch.LoggedNetwork.KEY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.report.ReportReasons;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.note.SignedNote;
import org.depinsdk.transparency.proof.LogReceipt;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.depinsdk.transparency.tree.InMemoryTree;
import org.depinsdk.transparency.tree.InclusionProof;
import org.depinsdk.transparency.tree.TreeHash;
import org.junit.jupiter.api.Test;

/** A report that the log has and that the bundle of its epoch leaves out or has otherwise. */
class LeftOutProofTest extends DishonestOperator {
  private static final int DROPPED = 4;

  private final WitnessPolicy policy = WitnessPolicy.parse("log " + KEY.key() + "\nquorum none\n");

  LeftOutProofTest() throws Exception {}

  private LogReceipt receipt(int index) throws IOException {
    InMemoryTree tree = new InMemoryTree();
    network.log.forEach(record -> tree.append(TreeHash.ofLeaf(record.toBytes())));
    return new LogReceipt(
        network.log.get(index).toBytes(),
        InclusionProof.make(tree, tree.size(), index),
        network.range(0, network.log.size()).checkpoint());
  }

  /** The receipt of the n-th report of an epoch, of those that were accepted or of the others. */
  private LogReceipt report(int epoch, int number, boolean accepted) throws IOException {
    int left = number;
    for (int i = 0; i < network.log.size(); i++) {
      if (network.log.get(i) instanceof LogRecord.ReportDecided decided
          && decided.epoch() == epoch
          && decided.refusal().isEmpty() == accepted
          && left-- == 0) {
        return receipt(i);
      }
    }
    throw new IllegalArgumentException("no such report");
  }

  private EpochBundle bundle(int epoch) throws BundleException {
    return EpochBundle.open(folder.resolve("epoch-" + epoch));
  }

  @Test
  void aReportThatTheBundleLeavesOutIsAProofForAnyone() throws Exception {
    network.told = reports(all -> all.remove(DROPPED));
    network.publish(folder);
    LeftOutProof found =
        LeftOutProof.find(report(1, DROPPED, true), bundle(1), policy).orElseThrow();
    LeftOutProof read = LeftOutProof.parse(found.toString());
    assertThat(read.toString()).isEqualTo(found.toString());
    read.verify(bundle(1), policy);
    assertThat(found.toString().length()).isLessThan(4_000);
    // it is about this bundle, and says nothing without the network's signature or with another
    // log's
    assertThatThrownBy(() -> read.verify(bundle(0), policy))
        .hasMessageContaining("the signed manifest is not that of the bundle");
    WitnessPolicy other = WitnessPolicy.parse("log "
        + Ed25519NoteSigner.ofLog("example.org/other", new byte[32]).key()
        + "\nquorum none\n");
    assertThatThrownBy(() -> read.verify(bundle(1), other))
        .hasMessageContaining("the policy has no log");
    byte[] seed = new byte[32];
    seed[0] = 1;
    SignedNote forged = SignedNote.sign(
        read.manifest().text(), Ed25519NoteSigner.ofLog(KEY.key().name(), seed));
    assertThatThrownBy(() -> new LeftOutProof(forged, read.receipt()).verify(bundle(1), policy))
        .isInstanceOf(TransparencyException.class);
    Path reports = folder.resolve("epoch-1").resolve(BundleParts.REPORTS);
    Files.write(reports, new byte[0]);
    assertThatThrownBy(() -> read.verify(bundle(1), policy)).isInstanceOf(BundleException.class);
  }

  @Test
  void aReportThatTheBundleCallsLateIsAProofToo() throws Exception {
    network.told = reports(all -> all.set(
        DROPPED,
        all.get(DROPPED).toBuilder()
            .setRefusal(ReportReasons.EPOCH_CLOSED.text())
            .build()));
    network.publish(folder);
    LeftOutProof.find(report(1, DROPPED, true), bundle(1), policy)
        .orElseThrow()
        .verify(bundle(1), policy);
  }

  @Test
  void anHonestNetworkIsNotAccused() throws Exception {
    network.publish(folder);
    for (int i = 0; i < 12; i++) {
      assertThat(LeftOutProof.find(report(1, i, true), bundle(1), policy)).isEmpty();
    }
    LogReceipt refused = report(1, 0, false);
    LogReceipt ofAnotherEpoch = report(2, 0, true);
    LogReceipt ofNoReport = receipt(0);
    SignedNote note = SignedNote.parse(bundle(1).note().orElseThrow());
    for (LogReceipt receipt : new LogReceipt[] {refused, ofAnotherEpoch, ofNoReport}) {
      assertThat(LeftOutProof.find(receipt, bundle(1), policy)).isEmpty();
      assertThatThrownBy(() -> new LeftOutProof(note, receipt).verify(bundle(1), policy))
          .isInstanceOfSatisfying(
              TransparencyException.class,
              e -> assertThat(e.reason()).isEqualTo(TransparencyException.Reason.NOTHING_SHOWN));
    }
    // nobody makes a receipt without the log
    LogReceipt good = report(1, 0, true);
    LogRecord.ReportDecided decided = (LogRecord.ReportDecided) LogRecord.parse(good.entry());
    byte[] invented = new LogRecord.ReportDecided(
            1,
            decided.report(),
            decided.receivedAt().plusMillis(1),
            Optional.empty(),
            decided.envelope())
        .toBytes();
    LogReceipt forged = new LogReceipt(invented, good.proof().inclusion(), good.checkpoint());
    assertThatThrownBy(() -> LeftOutProof.find(forged, bundle(1), policy))
        .isInstanceOf(TransparencyException.class);
    Files.delete(folder.resolve("epoch-1").resolve(ManifestNote.FILE));
    assertThatThrownBy(() -> LeftOutProof.find(good, bundle(1), policy))
        .hasMessageContaining("nobody signed the manifest");
  }
}
