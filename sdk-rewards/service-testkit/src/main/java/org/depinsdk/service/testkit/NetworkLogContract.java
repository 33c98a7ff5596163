package org.depinsdk.service.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.core.wire.v1.SignedReport;
import org.depinsdk.service.store.NetworkLog;
import org.depinsdk.service.store.NetworkLog.Entry;
import org.depinsdk.service.store.NetworkLog.State;
import org.depinsdk.transparency.tree.Frontier;
import org.depinsdk.transparency.tree.TreeHash;
import org.depinsdk.transparency.tree.TreeHead;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for every {@link NetworkLog}. */
public abstract class NetworkLogContract extends StorageContract {
  private static final State LATER =
      new State(Frontier.EMPTY.append(TreeHash.EMPTY_TREE), 1, Bytes32.sha256());

  /** For subclasses. */
  protected NetworkLogContract() {}

  /** What was recovered: states of segments and entries, as they came. */
  private static final class Found implements NetworkLog.Recovery {
    private final List<Object> all = new ArrayList<>();

    @Override
    public void begin(State before) {
      all.add(before);
    }

    @Override
    public void visit(Entry entry) {
      all.add(entry);
    }
  }

  /** A new log has no entries; its first segment is begun. */
  @BeforeEach
  public final void recoverAnEmptyLog() throws IOException {
    assertThat(recover(0)).isEmpty();
    storage().log().begin(0, State.EMPTY);
  }

  /** Old segments go from the oldest on, the rest stays as it was, also after reopening, and what is asked of them fails. */
  @Test
  public void removesOldSegments() throws IOException {
    List<Object> expected = new ArrayList<>();
    for (long epoch = 0; epoch < 4; epoch++) {
      if (epoch > 0) {
        storage().log().begin(epoch, LATER);
      }
      Entry opened = entry(epoch, epoch);
      storage().log().append(opened);
      storage().log().commit();
      if (epoch >= 2) {
        expected.add(LATER);
        expected.add(opened);
      }
    }
    assertThat(storage().log().segmentsBefore(0)).isEmpty();
    assertThat(storage().log().segmentsBefore(2))
        .extracting(NetworkLog.Segment::epoch)
        .containsExactly(0L, 1L);
    assertThat(storage().log().segmentsBefore(100)).hasSize(3);
    storage().log().removeBefore(2);
    storage().log().removeBefore(2);
    assertThat(storage().log().segmentsBefore(2)).isEmpty();
    assertThatThrownBy(() -> storage().log().forEach(1, entry -> {}))
        .hasMessageContaining("no longer has the reports of epoch 1");
    reopen();
    assertThat(recover(2)).isEqualTo(expected);
    assertThatThrownBy(() -> storage().log().forEach(1, entry -> {}))
        .hasMessageContaining("no longer has the reports of epoch 1");
    storage().log().append(entry(4, 3));
    storage().log().commit();
    List<Long> read = new ArrayList<>();
    storage().log().forEach(3, entry -> read.add(entry.index()));
    assertThat(read).containsExactly(3L, 4L);
  }

  /** What was committed is there after reopening, segment by segment, and older segments are not read. */
  @Test
  public void keepsEntriesInTheirOrder() throws IOException {
    NetworkLog log = storage().log();
    log.append(entry(0, 0));
    log.append(entry(1, 1));
    log.begin(1, LATER);
    log.append(entry(2, 0));
    log.commit();
    log.append(entry(3, 1));
    log.commit();
    reopen();
    assertThat(recover(0))
        .containsExactly(State.EMPTY, entry(0, 0), entry(1, 1), LATER, entry(2, 0), entry(3, 1));
    storage().log().append(entry(4, 1));
    storage().log().commit();
    reopen();
    assertThat(recover(1)).containsExactly(LATER, entry(2, 0), entry(3, 1), entry(4, 1));
  }

  /** A segment may hold several epochs; a reading of one begins with the record that opens it. */
  @Test
  public void keepsSeveralEpochsInOneSegment() throws IOException {
    NetworkLog log = storage().log();
    List<Entry> written = new ArrayList<>();
    for (long epoch = 0; epoch < 3; epoch++) {
      written.add(entry(epoch, epoch));
      log.append(entry(epoch, epoch));
    }
    log.begin(9, LATER);
    log.append(entry(3, 9));
    log.commit();
    List<Entry> read = new ArrayList<>();
    log.forEach(2, read::add);
    assertThat(read).containsExactly(entry(2, 2), entry(3, 9));
    reopen();
    assertThat(recover(8)).hasSize(6).startsWith(State.EMPTY, written.get(0));
    reopen();
    assertThat(recover(12)).containsExactly(LATER, entry(3, 9));
  }

  /** Of what was not committed a prefix may be there, nothing else, also if it goes over two segments. */
  @Test
  public void keepsAPrefix() throws IOException {
    List<Object> all = new ArrayList<>(List.of(State.EMPTY));
    for (int i = 0; i < 10; i++) {
      if (i == 8) {
        storage().log().begin(1, LATER);
        all.add(LATER);
      }
      all.add(entry(i, 0));
      storage().log().append(entry(i, 0));
      if (i == 5) {
        storage().log().commit();
      }
    }
    reopen();
    List<Object> found = recover(0);
    assertThat(found).hasSizeBetween(7, 12).isEqualTo(all.subList(0, found.size()));
  }

  /** A segment whose first commit never came is begun again. */
  @Test
  public void beginsASegmentAgain() throws IOException {
    storage().log().append(entry(0, 0));
    storage().log().commit();
    storage().log().begin(1, State.EMPTY);
    reopen();
    assertThat(recover(0)).containsExactly(State.EMPTY, entry(0, 0));
    storage().log().begin(1, LATER);
    storage().log().append(entry(1, 1));
    storage().log().commit();
    reopen();
    assertThat(recover(0)).containsExactly(State.EMPTY, entry(0, 0), LATER, entry(1, 1));
  }

  /** A closed epoch reads the same each time, also while later epochs are written: its entries up to the record that closes it. */
  @Test
  public void readsClosedEpochsByAnyThread() throws Exception {
    NetworkLog log = storage().log();
    List<LoggedReport> written = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      written.add(report(i));
      log.append(entry(i, 0));
    }
    log.append(entry(500, 1));
    log.begin(1, LATER);
    written.add(report(501));
    log.append(entry(501, 0));
    LogRecord closed = new LogRecord.EpochClosed(0, 501, 0, 0);
    log.append(new Entry(502, 0, Optional.of(closed), Optional.empty()));
    log.append(entry(503, 1));
    log.commit();
    ExecutorService readers = Executors.newFixedThreadPool(3);
    try {
      List<Future<List<LoggedReport>>> readings = new ArrayList<>();
      Callable<List<LoggedReport>> reading = () -> read(0);
      for (int i = 0; i < 12; i++) {
        readings.add(readers.submit(reading));
        log.append(entry(504 + i, 1));
        log.commit();
      }
      for (Future<List<LoggedReport>> done : readings) {
        assertThat(done.get()).isEqualTo(written);
      }
    } finally {
      readers.shutdown();
    }
    List<Entry> entries = new ArrayList<>();
    log.forEach(0, entries::add);
    assertThat(entries).hasSize(503);
    assertThat(entries.get(502).record()).contains(closed);
  }

  /** The largest entry that a service writes is kept. */
  @Test
  public void keepsTheLargestEntry() throws IOException {
    LoggedReport largest = LoggedReport.newBuilder()
        .setReport(SignedReport.newBuilder()
            .setBody(ByteString.copyFrom(new byte[Report.MAX_BODY_BYTES + 1]))
            .setSignature(ByteString.copyFrom(new byte[65])))
        .setReceivedAtMs(Long.MAX_VALUE)
        .setRefusal("report.malformed")
        .build();
    Entry entry = new Entry(0, 0, Optional.empty(), Optional.of(largest));
    storage().log().append(entry);
    storage().log().commit();
    reopen();
    assertThat(recover(0)).containsExactly(State.EMPTY, entry);
  }

  /** The newest signed head is remembered. */
  @Test
  public void remembersTheSignedHead() throws IOException {
    assertThat(storage().log().signed()).isEmpty();
    TreeHead head = new TreeHead(2, TreeHash.EMPTY_TREE);
    storage().log().signed(new TreeHead(1, TreeHash.EMPTY_TREE));
    storage().log().signed(head);
    assertThat(storage().log().signed()).contains(head);
    reopen();
    assertThat(storage().log().signed()).contains(head);
  }

  private List<Object> recover(long firstOpen) throws IOException {
    Found found = new Found();
    storage().log().recover(firstOpen, found);
    return found.all;
  }

  private List<LoggedReport> read(long epoch) throws IOException {
    List<LoggedReport> entries = new ArrayList<>();
    storage().log().read(epoch).forEach(entries::add);
    return entries;
  }

  private static Entry entry(long index, long epoch) {
    LogRecord record = new LogRecord.EpochOpened(epoch, index);
    return new Entry(index, epoch, Optional.of(record), Optional.of(report(index)));
  }

  private static LoggedReport report(long number) {
    return LoggedReport.newBuilder()
        .setReport(SignedReport.newBuilder().setBody(ByteString.copyFromUtf8("body " + number)))
        .setReceivedAtMs(number)
        .build();
  }
}
