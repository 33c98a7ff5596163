package org.depinsdk.hardware.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.hardware.agent.ReceiptsTest.DELAY;
import static org.depinsdk.hardware.agent.ReceiptsTest.KEY;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.hardware.agent.ReceiptsTest.LoggedNetwork;
import org.depinsdk.transparency.note.Checkpoint;
import org.depinsdk.transparency.note.Cosignature;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.proof.LogReceipt;
import org.depinsdk.transparency.proof.MisbehaviourProof;
import org.depinsdk.transparency.proof.TlogProof;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.depinsdk.transparency.tile.TileFolder;
import org.depinsdk.transparency.tile.TilePath;
import org.depinsdk.transparency.tile.TileSource;
import org.depinsdk.transparency.tile.TileWriter;
import org.depinsdk.transparency.tree.TreeHash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptWatchTest {
  @TempDir
  Path folder;

  /** Lets one audit happen for each step. */
  private static final class SteppedLoop extends AgentLoop {
    final LinkedBlockingQueue<Duration> waits = new LinkedBlockingQueue<>();
    private final Semaphore steps = new Semaphore(0);

    @Override
    void awaitDelay(Duration delay) throws InterruptedException {
      waits.add(delay);
      steps.acquire();
    }

    @Override
    void signalClosing() {
      super.signalClosing();
      steps.release();
    }

    Duration awaitAudit() throws InterruptedException {
      Duration delay = waits.poll(30, TimeUnit.SECONDS);
      assertThat(delay).isNotNull();
      return delay;
    }

    void step() throws InterruptedException {
      steps.release();
      awaitAudit();
    }
  }

  /** Keeps what it is told; refuses the first calls if asked to. */
  private static final class Told implements AuditListener {
    final List<ReceiptProblem> problems = new ArrayList<>();
    final List<TlogProof> proofs = new ArrayList<>();
    int broken;

    @Override
    public synchronized void problem(LogReceipt receipt, ReceiptProblem problem) {
      breakDown();
      problems.add(problem);
    }

    @Override
    public synchronized void proven(LogReceipt receipt, TlogProof proof) {
      breakDown();
      proofs.add(proof);
    }

    private void breakDown() {
      if (broken > 0) {
        broken--;
        throw new IllegalStateException("the owner's disk is full");
      }
    }
  }

  private final LoggedNetwork network = new LoggedNetwork();
  private final Told told = new Told();
  private volatile Instant now = Fixtures.NOW;
  private volatile TileSource source = (path, limit) -> Optional.empty();
  private SteppedLoop loop = new SteppedLoop();
  private Ed25519NoteSigner witness;
  private WitnessPolicy witnessed;

  @BeforeEach
  void makeWitness() throws Exception {
    witness = Ed25519NoteSigner.ofWitness("witness.example", Fixtures.secret(9));
    witnessed =
        WitnessPolicy.parse("log " + KEY.key() + "\nwitness w " + witness.key() + "\nquorum w\n");
  }

  private ReceiptStore store() throws IOException {
    return ReceiptStore.open(folder.resolve("receipts"), KEY.key(), 1000);
  }

  private DeviceAgentBuilder builder() throws IOException {
    loop = new SteppedLoop();
    return DeviceAgent.builder(Fixtures.open(folder.resolve("queue")), Fixtures.SIGNER, network)
        .clock(() -> now)
        .receipts(store(), (report, problem) -> {})
        .auditLoop(loop);
  }

  private DeviceAgentBuilder plain() throws IOException {
    return builder()
        .audit(
            ReceiptAudit.withoutWitnesses(
                (path, limit) -> source.read(path, limit), KEY.key(), DELAY),
            told);
  }

  private DeviceAgentBuilder withWitness() throws IOException {
    return builder()
        .audit(new ReceiptAudit((path, limit) -> source.read(path, limit), witnessed, DELAY), told);
  }

  private static void report(DeviceAgent agent, int reports) throws Exception {
    for (int i = 0; i < reports; i++) {
      agent.report(Fixtures.KIND, new byte[] {(byte) i}, Provenance.SIMULATED);
    }
    agent.forward();
  }

  private void start(DeviceAgent agent) throws Exception {
    agent.start();
    assertThat(loop.awaitAudit()).isEqualTo(DELAY);
  }

  private void publish(String name, List<byte[]> entries, Instant cosigned) throws Exception {
    try (TileWriter writer = TileWriter.open(folder.resolve(name))) {
      for (byte[] entry : entries.subList((int) writer.head().size(), entries.size())) {
        writer.append(entry);
      }
      SignedCheckpoint checkpoint =
          SignedCheckpoint.sign(new Checkpoint(Fixtures.NETWORK, writer.stage()), KEY);
      writer.publish(checkpoint.with(
          Cosignature.sign(witness, checkpoint.note().text(), cosigned.getEpochSecond())));
    }
    source = new TileFolder(folder.resolve(name));
  }

  private void publish(int entries) throws Exception {
    publish("tiles", network.entries.subList(0, entries), now);
  }

  private static void assertStats(
      DeviceAgent agent, long proven, long waiting, long overdue, long contradicted) {
    AuditStats stats = agent.stats().audit();
    assertThat(List.of(stats.proven(), stats.waiting(), stats.overdue(), stats.contradicted()))
        .containsExactly(proven, waiting, overdue, contradicted);
  }

  @Test
  void whatWitnessesCosignedLeavesTheStore() throws Exception {
    try (DeviceAgent agent = withWitness().build()) {
      report(agent, 5);
      publish(3);
      start(agent);
      assertStats(agent, 3, 2, 0, 0);
      publish(5);
      told.broken = 1;
      loop.step();
      assertStats(agent, 4, 1, 0, 0);
      loop.step();
      assertStats(agent, 5, 0, 0, 0);
      assertThat(agent.stats().audit().failures()).isZero();
    }
    assertThat(told.problems).isEmpty();
    assertThat(told.proofs).hasSize(5);
    for (TlogProof proof : told.proofs) {
      new LogReceipt(proof).verify(KEY.key());
      witnessed.verify(proof.checkpoint());
    }
    try (ReceiptStore store = store()) {
      assertThat(store.receipts()).isEmpty();
    }
  }

  @Test
  void withoutTheQuorumNothingIsProven() throws Exception {
    try (DeviceAgent agent = withWitness().build()) {
      report(agent, 1);
      witness = Ed25519NoteSigner.ofWitness("witness.example", Fixtures.secret(10));
      publish(1);
      start(agent);
      assertStats(agent, 0, 1, 0, 0);
      assertThat(agent.stats().audit().failures()).isEqualTo(1);
      assertThat(agent.stats().audit().lastFailure()).get().asString().contains("no quorum");
    }
  }

  @Test
  void whatIsNotPublishedInTimeIsToldOnce() throws Exception {
    try (DeviceAgent agent = plain().build()) {
      report(agent, 5);
      publish(3);
      start(agent);
      assertStats(agent, 3, 2, 0, 0);
      now = now.plus(DELAY).minusMillis(1);
      loop.step();
      assertStats(agent, 3, 2, 0, 0);
      now = now.plusMillis(1);
      loop.step();
      loop.step();
      assertStats(agent, 3, 0, 2, 0);
      assertThat(told.problems)
          .extracting(ReceiptProblem::reason)
          .containsExactly(ReceiptProblem.OVERDUE, ReceiptProblem.OVERDUE);
      publish(5);
      loop.step();
      assertStats(agent, 5, 0, 0, 0);
    }
  }

  @Test
  void theProofOfALateRecordComesWhenWitnessesShowIt() throws Exception {
    try (DeviceAgent agent = withWitness().build()) {
      report(agent, 2);
      publish("tiles", network.entries.subList(0, 1), now);
      start(agent);
      now = now.plus(DELAY).plusSeconds(1);
      loop.step();
      assertThat(told.problems).extracting(p -> p.proof().isPresent()).containsExactly(false);
      publish("tiles", network.entries.subList(0, 1), now);
      loop.step();
      loop.step();
      assertThat(told.problems).extracting(p -> p.proof().isPresent()).containsExactly(false, true);
      assertThat(told.problems.get(1).reason()).isEqualTo(ReceiptProblem.OVERDUE);
      verifyProofs(told.problems.subList(1, 2), MisbehaviourProof.Overdue.class, witnessed);
      assertStats(agent, 1, 0, 1, 0);
    }
  }

  @Test
  void aRecordThatIsDatedInTheFutureIsOverdueAllTheSame() throws Exception {
    network.time = now.plus(Duration.ofDays(3650));
    try (DeviceAgent agent = plain().build()) {
      report(agent, 1);
      publish(0);
      start(agent);
      assertStats(agent, 0, 1, 0, 0);
      now = now.plus(DELAY);
      loop.step();
      assertStats(agent, 0, 0, 1, 0);
    }
  }

  private static void verifyProofs(
      List<ReceiptProblem> problems, Class<? extends MisbehaviourProof> kind, WitnessPolicy policy)
      throws Exception {
    for (ReceiptProblem problem : problems) {
      MisbehaviourProof proof =
          MisbehaviourProof.parse(problem.proof().orElseThrow().toString());
      assertThat(proof).isInstanceOf(kind);
      proof.verify(ReceiptAudit.terms(policy, DELAY));
    }
  }

  @Test
  void anotherLeafIsToldUntilTheOwnerTookIt() throws Exception {
    try (DeviceAgent agent = withWitness().build()) {
      report(agent, 3);
      List<byte[]> other = new ArrayList<>(network.entries);
      other.set(2, "another".getBytes(StandardCharsets.UTF_8));
      told.broken = 3;
      publish("other", other, now);
      start(agent);
      assertStats(agent, 0, 2, 0, 1);
      // the log shows the right tree now, but it has lied before
      publish(3);
      loop.step();
      loop.step();
      assertStats(agent, 2, 0, 0, 1);
    }
    assertThat(told.problems)
        .extracting(ReceiptProblem::reason)
        .containsExactly(ReceiptProblem.NOT_HONOURED);
    verifyProofs(told.problems, MisbehaviourProof.OtherLeaf.class, witnessed);
    try (ReceiptStore store = store()) {
      assertThat(store.receipts()).extracting(LogReceipt::index).containsExactly(2L);
    }
  }

  @Test
  void aSplitViewIsToldWithItsProof() throws Exception {
    try (DeviceAgent agent = withWitness().build()) {
      logOthers(1);
      report(agent, 4);
      List<byte[]> other = new ArrayList<>(network.entries);
      other.set(0, "another".getBytes(StandardCharsets.UTF_8));
      publish("other", other, now);
      start(agent);
      assertStats(agent, 0, 0, 0, 4);
    }
    assertThat(told.problems).hasSize(4);
    verifyProofs(told.problems, MisbehaviourProof.SplitView.class, witnessed);
  }

  @Test
  void withoutWitnessesWhatWasProvenIsLookedAtAgain() throws Exception {
    try (DeviceAgent agent = plain().build()) {
      report(agent, 4);
      publish(4);
      start(agent);
      assertStats(agent, 4, 0, 0, 0);
      List<byte[]> other = new ArrayList<>(network.entries);
      other.set(0, "another".getBytes(StandardCharsets.UTF_8));
      publish("other", other, now);
      loop.step();
      assertStats(agent, 4, 0, 0, 1);
    }
    verifyProofs(
        told.problems,
        MisbehaviourProof.SplitView.class,
        WitnessPolicy.parse("log " + KEY.key() + "\nquorum none\n"));
    assertThat(told.problems).hasSize(1);
  }

  @Test
  void aLogThatIsAwayIsAskedAgain() throws Exception {
    try (DeviceAgent agent = withWitness().build()) {
      report(agent, 2);
      source = (path, limit) -> {
        throw new IOException("no route to host");
      };
      start(agent);
      assertStats(agent, 0, 2, 0, 0);
      assertThat(agent.stats().audit().failures()).isEqualTo(1);
      assertThat(agent.stats().audit().lastFailure()).contains("no route to host");
      source = (path, limit) -> {
        throw new IllegalStateException("broken source");
      };
      now = now.plus(DELAY);
      loop.step();
      assertStats(agent, 0, 0, 2, 0);
      assertThat(agent.stats().audit().failures()).isEqualTo(2);
      report(agent, 1);
      publish(3);
      loop.step();
      assertStats(agent, 3, 0, 0, 0);
      assertThat(agent.stats().audit().failures()).isZero();
      assertThat(agent.stats().audit().lastFailure()).isEmpty();
      assertThat(agent.stats().failures()).isZero();
    }
  }

  @Test
  void aTileThatIsKeptBackHidesNoOtherRecord() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (DeviceAgent agent = plain().build()) {
      report(agent, 270);
      publish(270);
      TileSource tiles = source;
      source = (path, limit) -> {
        if (path.equals("tile/0/000")) {
          asked.incrementAndGet();
          return Optional.empty();
        }
        return tiles.read(path, limit);
      };
      start(agent);
      assertThat(asked.get()).isEqualTo(1);
      assertStats(agent, 14, 256, 0, 0);
      assertThat(agent.stats().audit().failures()).isEqualTo(1);
      now = now.plus(DELAY);
      loop.step();
      loop.step();
      assertStats(agent, 14, 0, 256, 0);
      source = tiles;
      loop.step();
      assertStats(agent, 270, 0, 0, 0);
    }
  }

  private void logOthers(int entries) throws IOException {
    byte[] entry = "of another device".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < entries; i++) {
      network.entries.add(entry);
      network.tree.append(TreeHash.ofLeaf(entry));
    }
  }

  @Test
  void anAuditGivesUpAfterSomeTilesAndTheNextBeginsWithTheOthers() throws Exception {
    Set<String> asked = ConcurrentHashMap.newKeySet();
    try (DeviceAgent agent = plain().build()) {
      for (int tile = 0; tile < 20; tile++) {
        logOthers(TilePath.FULL - 1);
        report(agent, 1);
      }
      publish(20 * TilePath.FULL);
      TileSource tiles = source;
      source = (path, limit) -> {
        if (path.startsWith("tile/0/")) {
          asked.add(path);
          throw new IOException("no answer in time");
        }
        return tiles.read(path, limit);
      };
      start(agent);
      assertThat(asked).hasSize(16);
      loop.step();
      assertThat(asked).hasSize(20);
      source = tiles;
      loop.step();
      assertStats(agent, 20, 0, 0, 0);
    }
  }

  @Test
  void aRestartGoesOnWithWhatIsOpen() throws Exception {
    try (DeviceAgent agent = withWitness().build()) {
      report(agent, 5);
      publish(3);
      start(agent);
      assertStats(agent, 3, 2, 0, 0);
    }
    try (DeviceAgent agent = withWitness().build()) {
      assertStats(agent, 0, 2, 0, 0);
      publish(5);
      start(agent);
      assertStats(agent, 2, 0, 0, 0);
    }
    assertThat(told.proofs)
        .extracting(proof -> proof.inclusion().index())
        .containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void reportingAndClosingDoNotWaitForAnAuditThatHangs() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    source = (path, limit) -> {
      try {
        asked.countDown();
        new CountDownLatch(1).await();
        return Optional.empty();
      } catch (InterruptedException e) {
        interrupted.countDown();
        throw new InterruptedIOException("interrupted");
      }
    };
    try (DeviceAgent agent = withWitness().closeWithin(Duration.ZERO).build()) {
      report(agent, 2);
      agent.start();
      assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
      report(agent, 1);
      assertThat(agent.stats().accepted()).isEqualTo(3);
    }
    assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    try (ReceiptStore store = store()) {
      assertThat(store.receipts()).hasSize(3);
    }
    assertThat(told.problems).isEmpty();
  }

  @Test
  void aClosedStoreIsNotWritten() throws Exception {
    ReceiptStore store = store();
    store.close();
    byte[] before = Files.readAllBytes(folder.resolve("receipts"));
    assertThatThrownBy(() -> store.drop(Set.of())).isInstanceOf(IOException.class);
    assertThat(folder.resolve("receipts")).hasBinaryContent(before);
  }

  @Test
  void anAuditIsOfTheLogWhoseReceiptsAreKept() throws Exception {
    ReceiptAudit audit = ReceiptAudit.withoutWitnesses(source, KEY.key(), DELAY);
    try (ReportQueue queue = Fixtures.open(folder.resolve("queue"));
        ReceiptStore other = ReceiptStore.open(
            folder.resolve("other"),
            Ed25519NoteSigner.ofLog("other.example", Fixtures.secret(1)).key(),
            10)) {
      DeviceAgentBuilder builder =
          DeviceAgent.builder(queue, Fixtures.SIGNER, network).audit(audit, told);
      assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
      builder.receipts(other, (report, problem) -> {});
      assertThatThrownBy(builder::build)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("other.example");
      assertThatThrownBy(() -> builder.audit(audit, Duration.ofMillis(999), told))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> ReceiptAudit.withoutWitnesses(source, witness.key(), DELAY))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
