package org.depinsdk.service.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.epoch.EvidenceSource;
import org.depinsdk.service.store.ReportLog;

final class InMemoryReportLog implements ReportLog {
  private record Entry(long epoch, LoggedReport report) {}

  private final NavigableMap<Long, List<LoggedReport>> committed = new TreeMap<>();
  private final List<Entry> appended = new ArrayList<>();
  private long sealedBefore;

  synchronized void dropUncommitted() {
    appended.clear();
  }

  @Override
  public synchronized void recover(long firstOpen, Visitor visitor) {
    sealedBefore = firstOpen;
    committed
        .tailMap(firstOpen, true)
        .forEach((epoch, reports) -> reports.forEach(report -> visitor.visit(epoch, report)));
  }

  @Override
  public synchronized void append(long epoch, LoggedReport entry) {
    if (epoch < sealedBefore) {
      throw new IllegalStateException("epoch " + epoch + " is sealed");
    }
    appended.add(new Entry(epoch, entry));
  }

  @Override
  public synchronized void commit() {
    for (Entry entry : appended) {
      committed.computeIfAbsent(entry.epoch(), epoch -> new ArrayList<>()).add(entry.report());
    }
    appended.clear();
  }

  @Override
  public synchronized void sealBefore(long firstOpen) {
    sealedBefore = firstOpen;
  }

  @Override
  public synchronized EvidenceSource read(long epoch) {
    return EvidenceSource.of(committed.getOrDefault(epoch, List.of()));
  }
}
