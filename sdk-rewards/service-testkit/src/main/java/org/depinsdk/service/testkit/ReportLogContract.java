package org.depinsdk.service.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.core.wire.v1.SignedReport;
import org.depinsdk.service.store.ReportLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds for every {@link ReportLog}. */
public abstract class ReportLogContract extends StorageContract {
  private record Found(long epoch, LoggedReport entry) {}

  /** For subclasses. */
  protected ReportLogContract() {}

  /** A new log has no entries. */
  @BeforeEach
  public final void recoverAnEmptyLog() throws IOException {
    assertThat(recover(0)).isEmpty();
  }

  /** What was committed is there after reopening: epochs ascending, entries in their order. */
  @Test
  public void keepsEntriesInTheirOrder() throws IOException {
    ReportLog log = storage().log();
    log.append(7, entry(1));
    log.append(5, entry(2));
    log.append(7, entry(3));
    log.commit();
    log.append(5, entry(4));
    log.commit();
    reopen();
    assertThat(recover(0))
        .containsExactly(
            new Found(5, entry(2)),
            new Found(5, entry(4)),
            new Found(7, entry(1)),
            new Found(7, entry(3)));
    storage().log().append(7, entry(5));
    storage().log().commit();
    reopen();
    assertThat(recover(6))
        .containsExactly(new Found(7, entry(1)), new Found(7, entry(3)), new Found(7, entry(5)));
    assertThat(read(5)).containsExactly(entry(2), entry(4));
  }

  /** Of what was not committed a prefix may be there, nothing else. */
  @Test
  public void keepsAPrefix() throws IOException {
    List<LoggedReport> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(entry(i));
      storage().log().append(3, entry(i));
      if (i == 5) {
        storage().log().commit();
      }
    }
    reopen();
    List<LoggedReport> found = recover(0).stream().map(Found::entry).toList();
    assertThat(found).hasSizeBetween(6, 10).isEqualTo(all.subList(0, found.size()));
  }

  /** A sealed epoch reads the same each time, also while later epochs are written. */
  @Test
  public void readsSealedEpochsByAnyThread() throws Exception {
    ReportLog log = storage().log();
    List<LoggedReport> written = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      written.add(entry(i));
      log.append(1, entry(i));
    }
    log.append(2, entry(0));
    log.commit();
    log.sealBefore(2);
    ExecutorService readers = Executors.newFixedThreadPool(3);
    try {
      List<Future<List<LoggedReport>>> readings = new ArrayList<>();
      Callable<List<LoggedReport>> reading = () -> read(1);
      for (int i = 0; i < 12; i++) {
        readings.add(readers.submit(reading));
        log.append(2, entry(i));
        log.commit();
      }
      for (Future<List<LoggedReport>> done : readings) {
        assertThat(done.get()).isEqualTo(written);
      }
    } finally {
      readers.shutdown();
    }
    log.sealBefore(4);
    assertThat(read(2)).hasSize(13);
    assertThat(read(3)).isEmpty();
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
    storage().log().append(0, largest);
    storage().log().commit();
    reopen();
    assertThat(recover(0)).containsExactly(new Found(0, largest));
  }

  private List<Found> recover(long firstOpen) throws IOException {
    List<Found> found = new ArrayList<>();
    storage().log().recover(firstOpen, (epoch, entry) -> found.add(new Found(epoch, entry)));
    return found;
  }

  private List<LoggedReport> read(long epoch) throws IOException {
    List<LoggedReport> entries = new ArrayList<>();
    storage().log().read(epoch).forEach(entries::add);
    return entries;
  }

  private static LoggedReport entry(int number) {
    return LoggedReport.newBuilder()
        .setReport(SignedReport.newBuilder().setBody(ByteString.copyFromUtf8("body " + number)))
        .setReceivedAtMs(number)
        .build();
  }
}
