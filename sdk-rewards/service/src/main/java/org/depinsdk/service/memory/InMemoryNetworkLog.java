package org.depinsdk.service.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.service.store.NetworkLog;
import org.depinsdk.transparency.tree.TreeHead;
import org.jspecify.annotations.Nullable;

final class InMemoryNetworkLog implements NetworkLog {
  private record Segment(State before, int first) {}

  private final List<Entry> entries = new ArrayList<>();
  private final NavigableMap<Long, Segment> segments = new TreeMap<>();
  private int committed;
  private @Nullable TreeHead signed;

  synchronized void dropUncommitted() {
    entries.subList(committed, entries.size()).clear();
    segments.values().removeIf(segment -> segment.first() >= committed);
  }

  @Override
  public void recover(long firstOpen, Recovery recovery) throws IOException {
    Long first = segments.floorKey(firstOpen);
    if (first == null && firstOpen > 0) {
      throw new IOException("the log has no segment of epoch " + firstOpen);
    }
    for (Segment segment : segments.tailMap(first == null ? 0 : first, true).values()) {
      recovery.begin(segment.before());
      for (Entry entry : entries.subList(segment.first(), end(segment))) {
        recovery.visit(entry);
      }
    }
  }

  private int end(Segment segment) {
    return segments.values().stream()
        .mapToInt(Segment::first)
        .filter(later -> later > segment.first())
        .min()
        .orElse(committed);
  }

  @Override
  public synchronized void begin(long epoch, State before) {
    if (!segments.isEmpty() && epoch <= segments.lastKey()) {
      throw new IllegalStateException(
          "the newest segment is that of epoch " + segments.lastKey() + ", not before " + epoch);
    }
    segments.put(epoch, new Segment(before, entries.size()));
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
  public synchronized List<NetworkLog.Segment> segmentsBefore(long epoch) {
    Long kept = segments.floorKey(epoch);
    List<NetworkLog.Segment> before = new ArrayList<>();
    for (var segment : kept == null
        ? Map.<Long, Segment>of().entrySet()
        : segments.headMap(kept).entrySet()) {
      long bytes = entries.subList(segment.getValue().first(), end(segment.getValue())).stream()
          .flatMap(entry -> entry.report().stream())
          .mapToLong(LoggedReport::getSerializedSize)
          .sum();
      before.add(new NetworkLog.Segment(segment.getKey(), bytes));
    }
    return before;
  }

  @Override
  public synchronized void removeBefore(long epoch) {
    Map.Entry<Long, Segment> kept = segments.floorEntry(epoch);
    if (kept != null) {
      int removed = kept.getValue().first();
      segments.headMap(kept.getKey()).clear();
      segments.replaceAll(
          (first, segment) -> new Segment(segment.before(), segment.first() - removed));
      entries.subList(0, removed).clear();
      committed -= removed;
    }
  }

  @Override
  public void forEach(long epoch, Visitor visitor) throws IOException {
    EpochFilter filter = new EpochFilter(epoch);
    for (Entry entry : committedFrom(epoch)) {
      if (!filter.pass(entry, visitor)) {
        return;
      }
    }
  }

  private synchronized List<Entry> committedFrom(long epoch) throws IOException {
    var segment = segments.floorEntry(epoch);
    if (segment == null && !segments.isEmpty()) {
      throw NetworkLog.removed(epoch);
    }
    return segment == null
        ? List.of()
        : List.copyOf(entries.subList(segment.getValue().first(), committed));
  }
}
