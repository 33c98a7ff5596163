package org.depinsdk.service.postgres;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.epoch.EvidenceSource;
import org.depinsdk.service.store.NetworkLog;
import org.depinsdk.transparency.tree.TreeHash;
import org.depinsdk.transparency.tree.TreeHead;
import org.jspecify.annotations.Nullable;

/**
 * A log as rows, numbered from 0 without a gap; the oldest may be removed. The leader alone numbers them, and a number is seen by readers when all before it
 * are: a commit is one transaction, and the next one begins after it.
 */
final class PostgresNetworkLog implements NetworkLog {
  private static final int PAGE = 256;
  private static final int BATCH = 1000;

  private final Database database;
  private final NavigableMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
  private final Map<Long, Segment> begun = new TreeMap<>();
  private final List<Entry> waiting = new ArrayList<>();
  private volatile long committed;

  private record Segment(long first, State before) {}

  private record StoredSegment(long epoch, long first, byte[] before) {}

  private record Row(
      long position, long index, long epoch, byte @Nullable [] record, byte @Nullable [] report) {}

  /**
   * Opens the log.
   *
   * @throws IOException if its segments cannot be read
   */
  PostgresNetworkLog(Database database) throws IOException {
    this.database = database;
    List<StoredSegment> stored = new ArrayList<>();
    this.committed = database.read("read the log's segments", connection -> {
      try (PreparedStatement query =
              connection.prepareStatement("SELECT epoch, first_position, before FROM log_segment");
          ResultSet row = query.executeQuery()) {
        while (row.next()) {
          stored.add(new StoredSegment(row.getLong(1), row.getLong(2), row.getBytes(3)));
        }
      }
      return end(connection);
    });
    for (StoredSegment segment : stored) {
      segments.put(segment.epoch(), new Segment(segment.first(), State.parse(segment.before())));
    }
  }

  private static long end(Connection connection) throws SQLException {
    try (PreparedStatement query =
            connection.prepareStatement("SELECT coalesce(max(position), -1) + 1 FROM log_entry");
        ResultSet row = query.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void recover(long firstOpen, Recovery recovery) throws IOException {
    Long first = segments.floorKey(firstOpen);
    if (first == null && firstOpen > 0) {
      throw new IOException("the log has no segment of epoch " + firstOpen
          + ", nor an earlier one that goes on to it; restore the database from a copy");
    }
    List<Segment> found =
        List.copyOf(segments.tailMap(first == null ? 0L : first, true).values());
    for (int i = 0; i < found.size(); i++) {
      long end = i + 1 < found.size() ? found.get(i + 1).first() : committed;
      recovery.begin(found.get(i).before());
      visit(found.get(i).first(), end, entry -> {
        recovery.visit(entry);
        return true;
      });
    }
  }

  @Override
  public void begin(long epoch, State before) {
    if (!segments.isEmpty() && epoch <= segments.lastKey()) {
      throw new IllegalStateException(
          "the newest segment is that of epoch " + segments.lastKey() + ", not before " + epoch);
    }
    Segment segment = new Segment(committed + waiting.size(), before);
    segments.put(epoch, segment);
    begun.put(epoch, segment);
  }

  @Override
  public void append(Entry entry) {
    if (segments.isEmpty()) {
      throw new IllegalStateException("no segment was begun");
    }
    waiting.add(entry);
  }

  @Override
  public void commit() throws IOException {
    long next = committed + waiting.size();
    if (waiting.isEmpty()) {
      return;
    }
    database.writeOnce("append to the log", connection -> {
      long end = end(connection);
      if (end == next) {
        // stored by the attempt before, whose connection was lost
        return;
      }
      if (end != committed) {
        throw new SQLException("it has " + end + " entries, not " + committed);
      }
      insertSegments(connection);
      insertEntries(connection);
    });
    begun.clear();
    waiting.clear();
    committed = next;
  }

  private void insertSegments(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO log_segment VALUES (?, ?, ?)")) {
      for (Map.Entry<Long, Segment> segment : begun.entrySet()) {
        insert.setLong(1, segment.getKey());
        insert.setLong(2, segment.getValue().first());
        insert.setBytes(3, segment.getValue().before().encoded());
        insert.executeUpdate();
      }
    }
  }

  private void insertEntries(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO log_entry VALUES (?, ?, ?, ?, ?)")) {
      for (int i = 0; i < waiting.size(); i++) {
        Entry entry = waiting.get(i);
        insert.setLong(1, committed + i);
        insert.setLong(2, entry.index());
        insert.setLong(3, entry.epoch());
        insert.setBytes(4, entry.record().map(LogRecord::toBytes).orElse(null));
        insert.setBytes(5, entry.report().map(LoggedReport::toByteArray).orElse(null));
        insert.addBatch();
        if ((i + 1) % BATCH == 0) {
          var unused = insert.executeBatch();
        }
      }
      var unused = insert.executeBatch();
    }
  }

  @Override
  public void signed(TreeHead head) throws IOException {
    database.writeOnce("remember the signed head", connection -> {
      try (PreparedStatement replace = connection.prepareStatement(
          "SET LOCAL synchronous_commit = off; INSERT INTO signed_head (size, root) VALUES (?, ?)"
              + " ON CONFLICT (one) DO UPDATE SET size = excluded.size, root = excluded.root")) {
        replace.setLong(1, head.size());
        replace.setBytes(2, head.root().bytes());
        replace.execute();
      }
    });
  }

  @Override
  public Optional<TreeHead> signed() throws IOException {
    return database.read("read the signed head", connection -> {
      try (PreparedStatement query =
              connection.prepareStatement("SELECT size, root FROM signed_head");
          ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(new TreeHead(row.getLong(1), TreeHash.of(row.getBytes(2))))
            : Optional.empty();
      }
    });
  }

  @Override
  public void forEach(long epoch, Visitor visitor) throws IOException {
    Map.Entry<Long, Segment> segment = segments.floorEntry(epoch);
    if (segment == null && !segments.isEmpty()) {
      throw NetworkLog.removed(epoch);
    }
    if (segment != null) {
      EpochFilter filter = new EpochFilter(epoch);
      visit(segment.getValue().first(), committed, entry -> filter.pass(entry, visitor));
    }
  }

  @Override
  public List<NetworkLog.Segment> segmentsBefore(long epoch) throws IOException {
    Long kept = segments.floorKey(epoch);
    List<NetworkLog.Segment> before = new ArrayList<>();
    if (kept != null) {
      for (long segment : segments.headMap(kept).keySet()) {
        before.add(new NetworkLog.Segment(segment, bytes(segment)));
      }
    }
    return before;
  }

  @Override
  public void removeBefore(long epoch) throws IOException {
    Map.Entry<Long, Segment> kept = segments.floorEntry(epoch);
    if (kept == null) {
      return;
    }
    database.writeOnce("remove old entries of the log", connection -> {
      try (PreparedStatement entries =
              connection.prepareStatement("DELETE FROM log_entry WHERE position < ?");
          PreparedStatement older =
              connection.prepareStatement("DELETE FROM log_segment WHERE epoch < ?")) {
        entries.setLong(1, kept.getValue().first());
        entries.executeUpdate();
        older.setLong(1, kept.getKey());
        older.executeUpdate();
      }
    });
    segments.headMap(kept.getKey()).clear();
  }

  @Override
  public EvidenceSource read(long epoch) {
    EvidenceSource reports = NetworkLog.super.read(epoch);
    return new EvidenceSource() {
      @Override
      public void forEach(Visitor visitor) throws IOException {
        reports.forEach(visitor);
      }

      @Override
      public long sizeBytes() throws IOException {
        return bytes(epoch);
      }
    };
  }

  private long bytes(long epoch) throws IOException {
    Map.Entry<Long, Segment> segment = segments.floorEntry(epoch);
    Map.Entry<Long, Segment> next = segments.higherEntry(epoch);
    return database.read("read the size of epoch " + epoch, connection -> {
      try (PreparedStatement query = connection.prepareStatement(
          "SELECT coalesce(sum(octet_length(report)), 0) FROM log_entry WHERE position >= ? AND"
              + " position < ?")) {
        query.setLong(1, segment == null ? 0 : segment.getValue().first());
        query.setLong(2, next == null ? committed : next.getValue().first());
        try (ResultSet row = query.executeQuery()) {
          row.next();
          return row.getLong(1);
        }
      }
    });
  }

  private interface Page {
    boolean pass(Entry entry) throws IOException;
  }

  /** Page by page, so that no transaction stays open while the visitor works. */
  private void visit(long first, long end, Page page) throws IOException {
    for (long from = first; from < end; from += PAGE) {
      long at = from;
      for (Row row : rows(from, Math.min(end, from + PAGE))) {
        if (row.position() != at) {
          break;
        }
        if (!page.pass(entry(row))) {
          return;
        }
        at++;
      }
      if (at != Math.min(end, from + PAGE)) {
        throw new IOException(
            "entry " + at + " of the log is missing; restore the database from a copy");
      }
    }
  }

  private List<Row> rows(long from, long to) throws IOException {
    return database.read("read the log", connection -> {
      List<Row> rows = new ArrayList<>();
      try (PreparedStatement query =
          connection.prepareStatement("SELECT position, idx, epoch, record, report FROM log_entry"
              + " WHERE position >= ? AND position < ? ORDER BY position")) {
        query.setLong(1, from);
        query.setLong(2, to);
        try (ResultSet row = query.executeQuery()) {
          while (row.next()) {
            rows.add(new Row(
                row.getLong(1), row.getLong(2), row.getLong(3), row.getBytes(4), row.getBytes(5)));
          }
        }
      }
      return rows;
    });
  }

  private static Entry entry(Row row) throws IOException {
    try {
      return new Entry(
          row.index(),
          row.epoch(),
          row.record() == null ? Optional.empty() : Optional.of(LogRecord.parse(row.record())),
          row.report() == null
              ? Optional.empty()
              : Optional.of(LoggedReport.parseFrom(row.report())));
    } catch (EncodingException | InvalidProtocolBufferException e) {
      throw new IOException(
          "entry " + row.position() + " of the log is damaged: " + e.getMessage(), e);
    }
  }
}
