package org.depinsdk.epoch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.epoch.internal.RowSorter;
import org.depinsdk.epoch.internal.WorkFolder;
import org.jspecify.annotations.Nullable;

/**
 * Judges one epoch in one JVM. The log is read once: each report is parsed, its id hashed, its row put into the partition of its
 * group. Then each partition is sorted, its groups judged and forgotten; what came of them is merged in order.
 */
final class EpochJudging {
  /** A slice of the log that is parsed at once: so many reports, or so many bytes. */
  private static final int SLICE = 8192;

  private static final int SLICE_BYTES = 8 << 20;

  private final JudgingSteps steps;
  private final int threads;
  private final Workers workers;
  private final WorkFolder folder;
  private final long sorterMemory;
  private final JudgedRows judged;
  private final Partitions partitions;
  private final ReportRows rows;
  private final List<Logged> slice = new ArrayList<>();
  private int sliceBytes;
  private long position;

  private EpochJudging(
      LocalEpochEngine.Options options,
      JudgingSteps steps,
      Workers workers,
      WorkFolder folder,
      JudgedRows judged) {
    this.steps = steps;
    this.threads = options.threads();
    this.workers = workers;
    this.folder = folder;
    this.judged = judged;
    this.sorterMemory = options.memoryBytes() / options.threads();
    this.partitions = new Partitions(folder, options.partitions(), options.inMemoryBytes());
    this.rows = new ReportRows(partitions, judged);
  }

  static JudgedEpoch judge(LocalEpochEngine.Options options, JudgingSteps steps)
      throws IOException {
    WorkFolder folder = new WorkFolder(options.workFolder());
    JudgedRows judged = new JudgedRows(folder, options.memoryBytes() / 16);
    boolean done = false;
    try (Workers workers = new Workers(options.threads())) {
      JudgedEpoch result = new EpochJudging(options, steps, workers, folder, judged).judge();
      done = true;
      return result;
    } finally {
      if (!done) {
        judged.close();
      }
    }
  }

  private JudgedEpoch judge() throws IOException {
    try (partitions) {
      steps.begin(partitions, judged);
      steps.input().evidence().forEach(new Slices());
      takeSlice();
      rows.end();
    }
    AtomicInteger next = new AtomicInteger();
    Callable<Void> some = () -> {
      // groups of several partitions share a batch
      GroupBatch batch = new GroupBatch(judged);
      for (int i = next.getAndIncrement(); i < partitions.count(); i = next.getAndIncrement()) {
        judge(i, batch);
      }
      batch.finish();
      return null;
    };
    workers.run(Collections.nCopies(threads, some));
    return judged.finish(steps);
  }

  /** A report of the log, and what it parses to if its source knows. */
  private record Logged(LoggedReport report, @Nullable SignedReport parsed) {}

  private final class Slices implements EvidenceSource.Visitor {
    @Override
    public void visit(LoggedReport report) throws IOException {
      take(new Logged(report, null));
    }

    @Override
    public void visit(LoggedReport report, SignedReport parsed) throws IOException {
      take(new Logged(report, parsed));
    }
  }

  private void take(Logged logged) throws IOException {
    slice.add(logged);
    sliceBytes += logged.report.getReport().getBody().size();
    if (slice.size() == SLICE || sliceBytes >= SLICE_BYTES) {
      takeSlice();
    }
  }

  private void takeSlice() throws IOException {
    List<Callable<List<ReadReport>>> tasks = new ArrayList<>();
    int part = (slice.size() + threads - 1) / threads;
    for (int from = 0; from < slice.size(); from += part) {
      List<Logged> some = slice.subList(from, Math.min(slice.size(), from + part));
      long first = position + from;
      tasks.add(() -> {
        List<ReadReport> read = new ArrayList<>(some.size());
        for (Logged logged : some) {
          long place = first + read.size();
          read.add(
              logged.parsed == null
                  ? steps.read(logged.report, place)
                  : steps.read(logged.report, logged.parsed, place));
        }
        return read;
      });
    }
    for (List<ReadReport> some : workers.run(tasks)) {
      for (ReadReport read : some) {
        rows.add(read);
      }
    }
    position += slice.size();
    slice.clear();
    sliceBytes = 0;
  }

  private void judge(int partition, GroupBatch batch) throws IOException {
    long memory = partitions.isInMemory() ? Long.MAX_VALUE : sorterMemory;
    try (RowSorter sorter = new RowSorter(folder, memory)) {
      partitions.move(partition, sorter);
      steps.judge(sorter.sorted(), batch);
    }
  }
}
