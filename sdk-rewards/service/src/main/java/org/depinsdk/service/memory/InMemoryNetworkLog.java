package org.depinsdk.service.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.service.store.NetworkLog;
import org.depinsdk.transparency.tree.TreeHead;
import org.jspecify.annotations.Nullable;

final class InMemoryNetworkLog implements NetworkLog {
  private record Segment(State before, int first) {}

  private final List<Entry> entries = new ArrayList<>();
  private final List<Segment> segments = new ArrayList<>();
  private int committed;
  private @Nullable TreeHead signed;

  synchronized void dropUncommitted() {
    entries.subList(committed, entries.size()).clear();
    segments.removeIf(segment -> segment.first() >= committed);
  }

  @Override
  public void recover(long firstOpen, Recovery recovery) throws IOException {
    if (firstOpen > 0 && firstOpen >= segments.size()) {
      throw new IOException("the log has no segment of epoch " + firstOpen);
    }
    for (int i = (int) firstOpen; i < segments.size(); i++) {
      recovery.begin(segments.get(i).before());
      int end = i + 1 < segments.size() ? segments.get(i + 1).first() : committed;
      for (Entry entry : entries.subList(segments.get(i).first(), end)) {
        recovery.visit(entry);
      }
    }
  }

  @Override
  public synchronized void begin(long epoch, State before) {
    if (epoch != segments.size()) {
      throw new IllegalStateException(
          "the next segment is that of epoch " + segments.size() + ", not " + epoch);
    }
    segments.add(new Segment(before, entries.size()));
  }

  @Override
  public synchronized void append(Entry entry) {
    entries.add(entry);
  }

  @Override
  public synchronized void commit() {
    committed = entries.size();
  }

  @Override
  public synchronized void signed(TreeHead head) {
    signed = head;
  }

  @Override
  public synchronized Optional<TreeHead> signed() {
    return Optional.ofNullable(signed);
  }

  @Override
  public void forEach(long epoch, Visitor visitor) throws IOException {
    if (epoch < segments.size()) {
      for (Entry entry : committed(segments.get((int) epoch))) {
        visitor.visit(entry);
        if (entry.epoch() == epoch
            && entry.record().filter(LogRecord.EpochClosed.class::isInstance).isPresent()) {
          return;
        }
      }
    }
  }

  private synchronized List<Entry> committed(Segment segment) {
    return List.copyOf(entries.subList(segment.first(), committed));
  }
}
