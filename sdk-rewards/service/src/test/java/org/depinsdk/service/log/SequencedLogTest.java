package org.depinsdk.service.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.file.FileNetworkLog;
import org.depinsdk.testing.Property;
import org.depinsdk.transparency.proof.LogReceipt;
import org.depinsdk.transparency.tree.Frontier;
import org.depinsdk.transparency.tree.InMemoryTree;
import org.depinsdk.transparency.tree.TreeHash;
import org.depinsdk.transparency.tree.TreeHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tree that grows, and what a start refuses. */
class SequencedLogTest {
  @TempDir
  Path folder;

  private static LogRecord record(long number) {
    return new LogRecord.PolicyAdopted(0, Bytes32.sha256(new byte[] {(byte) number}));
  }

  private FileNetworkLog store() throws IOException {
    return FileNetworkLog.open(folder.resolve("log"), TestNetwork.NAME);
  }

  private SequencedLog open(
      FileNetworkLog store, Published published, SequencedLog.KnownHead... known)
      throws IOException {
    return SequencedLog.open(
        store, LogKeys.of(TestNetwork.LOG_KEY), published, List.of(known), 0, entry -> {});
  }

  private TreeHead fill(int records) throws IOException {
    try (FileNetworkLog store = store()) {
      SequencedLog log = open(store, Published.NOTHING);
      log.beginSegment(0);
      for (int i = 0; i < records; i++) {
        log.append(record(i), Optional.empty());
        if (i % 10 == 9) {
          log.commit();
        }
      }
      log.commit();
      return log.checkpoint(records).checkpoint().head();
    }
  }

  @Test
  void everyLeafIsProvenInEveryTreeWhateverIsForgotten() {
    Property.check(40, random -> {
      InMemoryTree whole = new InMemoryTree();
      int start = random.nextInt(70);
      Frontier frontier = Frontier.EMPTY;
      for (int i = 0; i < start; i++) {
        TreeHash leaf = TreeHash.ofLeaf(new byte[] {(byte) i});
        whole.append(leaf);
        frontier = frontier.append(leaf);
      }
      RecentTree recent = new RecentTree(frontier, whole);
      for (int i = start; i < start + 70; i++) {
        TreeHash leaf = TreeHash.ofLeaf(new byte[] {(byte) i});
        whole.append(leaf);
        recent.append(leaf);
        if (random.nextInt(8) == 0) {
          recent.forgetBefore(random.nextInt(i + 2));
        }
        assertThat(recent.head()).isEqualTo(whole.head());
        int index = random.nextInt(i + 1);
        recent.prove(index).verify(TreeHash.ofLeaf(new byte[] {(byte) index}), whole.head());
      }
    });
  }

  @Test
  void aRestartGoesOnWithTheSameTree() throws Exception {
    TreeHead head = fill(25);
    try (FileNetworkLog store = store()) {
      SequencedLog log = open(store, Published.NOTHING);
      assertThat(log.checkpoint(25).checkpoint().head()).isEqualTo(head);
      assertThat(log.append(record(25), Optional.empty())).isEqualTo(25);
      log.commit();
      LogReceipt receipt = log.find(3);
      receipt.verify(TestNetwork.LOG_KEY.key());
      assertThat(LogRecord.parse(receipt.entry())).isEqualTo(record(3));
    }
  }

  @Test
  void aLogThatIsShorterThanASignedHeadIsRefused() throws Exception {
    fill(25);
    Path segment = folder.resolve("log/epoch-0000000000.log");
    byte[] whole = Files.readAllBytes(segment);
    // the last committed entry is cut, which by itself looks like a write that was cut short
    Files.write(segment, java.util.Arrays.copyOf(whole, whole.length - 10));
    assertRefused("the service's own record knows a signed head of 25");
    Files.delete(segment);
    assertRefused("the service's own record knows a signed head of 25");
  }

  @Test
  void aLogThatAWitnessKnowsLongerOrOtherIsRefused() throws Exception {
    TreeHead head = fill(25);
    assertRefused(
        "a witness knows a signed head of 26",
        new SequencedLog.KnownHead("a witness", new TreeHead(26, head.root())));
    assertRefused(
        "this is another log",
        new SequencedLog.KnownHead("a witness", new TreeHead(20, head.root())));
    try (FileNetworkLog store = store()) {
      open(store, Published.NOTHING, new SequencedLog.KnownHead("a witness", head));
    }
  }

  private void assertRefused(String message, SequencedLog.KnownHead... known) throws IOException {
    try (FileNetworkLog store = store()) {
      assertThatThrownBy(() -> open(store, Published.NOTHING, known))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(message);
    }
  }

  @Test
  void timeThatFallsEndsTheProcess() throws Exception {
    try (FileNetworkLog store = store()) {
      SequencedLog log = open(store, Published.NOTHING);
      log.beginSegment(0);
      log.append(decided(5), Optional.empty());
      assertThatThrownBy(() -> log.append(decided(4), Optional.empty()))
          .isInstanceOf(IOError.class);
    }
  }

  private static LogRecord decided(long at) {
    return new LogRecord.ReportDecided(
        0, new ReportId("11".repeat(32)), Instant.ofEpochMilli(at), Optional.empty(), Bytes32.ZERO);
  }

  @Test
  void whatIsPublishedIsReadFromTheFiles() throws Exception {
    fill(700);
    try (FileNetworkLog store = store();
        LogPublisher publisher =
            LogPublisher.open(folder.resolve("tiles"), LogPublisher.Witnesses.NONE)) {
      SequencedLog log = open(store, publisher);
      log.commit();
      publisher.publish(log);
      log.append(record(1), Optional.empty());
      log.markClose();
      log.append(record(2), Optional.empty());
      log.commit();
      for (long index : new long[] {0, 255, 256, 511, 699, 700, 701}) {
        log.find(index).verify(TestNetwork.LOG_KEY.key());
      }
      assertThat(publisher.atClose(log, 701).checkpoint().head())
          .isEqualTo(log.frontier(701).head());
      assertThat(publisher.known().get(0).head()).isEqualTo(log.frontier(702).head());
    }
    try (FileNetworkLog store = store();
        LogPublisher publisher =
            LogPublisher.open(folder.resolve("tiles"), LogPublisher.Witnesses.NONE)) {
      SequencedLog log = open(store, publisher, publisher.known().get(0));
      log.append(record(3), Optional.empty());
      log.commit();
      publisher.publish(log);
      assertThat(publisher.known().get(0).head().size()).isEqualTo(703);
    }
  }

  @Test
  void witnessesSeeTheEndOfEachEpochInOrder() throws Exception {
    fill(5);
    List<Long> seen = new ArrayList<>();
    try (FileNetworkLog store = store();
        LogPublisher publisher =
            LogPublisher.open(folder.resolve("tiles"), (before, checkpoint) -> {
              seen.add(before);
              seen.add(checkpoint.checkpoint().head().size());
              return checkpoint;
            })) {
      SequencedLog log = open(store, publisher);
      log.markClose();
      log.append(record(5), Optional.empty());
      log.commit();
      publisher.publish(log);
      publisher.publish(log);
    }
    assertThat(seen).containsExactly(0L, 5L, 5L, 6L);
  }
}
