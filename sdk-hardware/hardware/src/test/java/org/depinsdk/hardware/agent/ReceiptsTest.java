package org.depinsdk.hardware.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.report.Receipt;
import org.depinsdk.core.report.ReportSink;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.Checkpoint;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.note.NoteSigner;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.proof.LogReceipt;
import org.depinsdk.transparency.proof.MisbehaviourProof;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.depinsdk.transparency.tile.TileFolder;
import org.depinsdk.transparency.tile.TileWriter;
import org.depinsdk.transparency.tree.InMemoryTree;
import org.depinsdk.transparency.tree.InclusionProof;
import org.depinsdk.transparency.tree.TreeHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptsTest {
  static final NoteSigner KEY = key(1);
  static final Duration DELAY = Duration.ofSeconds(60);

  @TempDir
  Path folder;

  private static NoteSigner key(int fill) {
    try {
      return Ed25519NoteSigner.ofLog(Fixtures.NETWORK, Fixtures.secret(fill));
    } catch (TransparencyException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A network with a log; how it answers can be bent. */
  static final class LoggedNetwork implements ReportSink {
    final InMemoryTree tree = new InMemoryTree();
    final List<byte[]> entries = new ArrayList<>();
    NoteSigner signer = KEY;
    Instant time = Fixtures.NOW;
    boolean receipts = true;
    boolean lies;

    @Override
    public List<Receipt> submit(List<SignedReport> reports) throws IOException {
      List<Receipt> answers = new ArrayList<>();
      for (SignedReport report : reports) {
        Receipt accepted = Receipt.accepted(report.id(Fixtures.NETWORK));
        answers.add(receipts ? accepted.with(logged(lies ? reports.get(0) : report)) : accepted);
      }
      return answers;
    }

    private String logged(SignedReport report) throws IOException {
      byte[] entry = new LogRecord.ReportDecided(
              0,
              report.id(Fixtures.NETWORK),
              time,
              Optional.empty(),
              LogRecord.ReportDecided.envelope(report))
          .toBytes();
      entries.add(entry);
      tree.append(TreeHash.ofLeaf(entry));
      long index = tree.size() - 1;
      return new LogReceipt(
              entry,
              InclusionProof.make(tree, tree.size(), index),
              SignedCheckpoint.sign(new Checkpoint(Fixtures.NETWORK, tree.head()), signer))
          .toString();
    }
  }

  private final LoggedNetwork network = new LoggedNetwork();
  private final List<ReceiptProblem> problems = new ArrayList<>();

  private ReceiptStore store(int most) throws IOException {
    return ReceiptStore.open(folder.resolve("receipts"), KEY.key(), most);
  }

  private void forward(ReceiptStore store, int reports, long unproven) throws Exception {
    try (DeviceAgent agent = DeviceAgent.builder(
            Fixtures.open(folder.resolve("queue")), Fixtures.SIGNER, network)
        .receipts(store, (report, problem) -> problems.add(problem))
        .build()) {
      for (int i = 0; i < reports; i++) {
        agent.report(
            Fixtures.KIND, new byte[] {(byte) i}, org.depinsdk.core.report.Provenance.SIMULATED);
      }
      agent.forward();
      assertThat(agent.stats().unproven()).isEqualTo(unproven);
      assertThat(agent.stats().queued()).isEqualTo((int) unproven);
      assertThat(agent.stats().accepted()).isEqualTo(reports - unproven);
    }
  }

  @Test
  void receiptsAreCheckedAndKept() throws Exception {
    try (ReceiptStore store = store(100)) {
      forward(store, 5, 0);
      assertThat(store.receipts()).hasSize(5);
    }
    try (ReceiptStore store = store(100)) {
      assertThat(store.receipts())
          .extracting(LogReceipt::index)
          .containsExactly(0L, 1L, 2L, 3L, 4L);
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void theOldestGo() throws Exception {
    try (ReceiptStore store = store(10)) {
      forward(store, 25, 0);
      assertThat(store.receipts()).hasSizeBetween(1, 10);
      assertThat(store.receipts().get(store.receipts().size() - 1).index()).isEqualTo(24);
    }
    try (ReceiptStore store = store(10)) {
      assertThat(store.receipts()).hasSizeBetween(1, 10);
    }
  }

  @Test
  void aNetworkWithoutReceiptsIsRefused() throws Exception {
    network.receipts = false;
    try (ReceiptStore store = store(10)) {
      forward(store, 2, 2);
    }
    assertProblems(ReceiptProblem.MISSING, ReceiptProblem.MISSING);
  }

  @Test
  void aReceiptOfAnotherKeyIsRefused() throws Exception {
    network.signer = key(2);
    try (ReceiptStore store = store(10)) {
      forward(store, 1, 1);
    }
    assertProblems(ReceiptProblem.INVALID);
  }

  @Test
  void aReceiptOfAnotherReportIsRefused() throws Exception {
    network.lies = true;
    try (ReceiptStore store = store(10)) {
      forward(store, 2, 1);
    }
    assertProblems(ReceiptProblem.ANOTHER_DECISION);
  }

  private void assertProblems(org.depinsdk.core.report.ReasonCode... reasons) {
    assertThat(problems).extracting(ReceiptProblem::reason).containsExactly(reasons);
  }

  @Test
  void whatIsPublishedIsProven() throws Exception {
    try (ReceiptStore store = store(100)) {
      forward(store, 5, 0);
      publish(network.entries.subList(0, 3));
      ReceiptAudit.Result result = audit().check(store.receipts(), Fixtures.NOW);
      assertThat(result.proven()).hasSize(3);
      assertThat(result.early()).hasSize(2);
      assertThat(result.problems()).isEmpty();
      ReceiptAudit.Result late =
          audit().check(store.receipts(), Fixtures.NOW.plus(DELAY).plusSeconds(1));
      assertThat(late.problems())
          .extracting(ReceiptProblem::reason)
          .containsExactly(ReceiptProblem.OVERDUE, ReceiptProblem.OVERDUE);
    }
  }

  @Test
  void aRecordThatWasLeftOutIsShownToAnyone() throws Exception {
    try (ReceiptStore store = store(100)) {
      forward(store, 5, 0);
      List<byte[]> other = new ArrayList<>(network.entries);
      other.remove(2);
      publish(other);
      ReceiptAudit.Result result = audit().check(store.receipts(), Fixtures.NOW);
      assertThat(result.proven()).hasSize(2);
      assertThat(result.problems())
          .extracting(ReceiptProblem::reason)
          .containsOnly(ReceiptProblem.NOT_HONOURED);
      String file = result.problems().get(0).proof().orElseThrow().toString();
      MisbehaviourProof.parse(file).verify(ReceiptAudit.terms(audit().policy(), DELAY));
    }
  }

  private void publish(List<byte[]> entries) throws Exception {
    try (TileWriter writer = TileWriter.open(folder.resolve("tiles"))) {
      for (byte[] entry : entries) {
        writer.append(entry);
      }
      writer.publish(SignedCheckpoint.sign(new Checkpoint(Fixtures.NETWORK, writer.stage()), KEY));
    }
  }

  private ReceiptAudit audit() throws Exception {
    return new ReceiptAudit(
        new TileFolder(folder.resolve("tiles")),
        WitnessPolicy.parse("log " + KEY.key() + "\nquorum none\n"),
        DELAY);
  }
}
