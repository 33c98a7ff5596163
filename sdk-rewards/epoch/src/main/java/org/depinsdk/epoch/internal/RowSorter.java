package org.depinsdk.epoch.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sorts rows by their bytes, unsigned. What goes beyond its memory is sorted in pieces, each written to a file, and merged:
 * an external merge sort. Rows may be added from several threads.
 */
public final class RowSorter implements Closeable {
  /** What a row takes beside its bytes: the header of its array, and its place in a list. */
  private static final int OVERHEAD = 24;

  /** Files that are merged at once. */
  private static final int FAN_IN = 64;

  private final WorkFolder folder;
  private final long memory;
  private List<byte[]> rows = new ArrayList<>();
  private long held;
  /** Files by how often their rows were merged; each level has less than {@link #FAN_IN}. */
  private final List<List<Path>> levels = new ArrayList<>();

  private @Nullable FileChannel merged;

  /**
   * A sorter without rows.
   *
   * @param folder where files go
   * @param memory how many bytes of rows it holds before it writes a file
   */
  public RowSorter(WorkFolder folder, long memory) {
    this.folder = folder;
    this.memory = memory;
  }

  /**
   * Adds a row.
   *
   * @param row any bytes; not copied
   * @throws IOException if a file cannot be written
   */
  public synchronized void add(byte[] row) throws IOException {
    rows.add(row);
    held += row.length + OVERHEAD;
    if (held > memory) {
      List<byte[]> full = sortedInMemory();
      rows = new ArrayList<>();
      held = 0;
      addFile(0, write(List.of(SortedRows.of(full).from(0))));
    }
  }

  /**
   * Ends the adding.
   *
   * @return the rows in order, readable until this is closed
   * @throws IOException if a file cannot be written or read
   */
  public synchronized SortedRows sorted() throws IOException {
    SortedRows inMemory = SortedRows.of(sortedInMemory());
    if (levels.isEmpty()) {
      return inMemory;
    }
    List<Path> files = new ArrayList<>();
    levels.forEach(files::addAll);
    levels.clear();
    // a level has less files than are merged at once, but all levels together may have more
    while (files.size() >= FAN_IN) {
      List<Path> some = files.subList(0, FAN_IN);
      Path one = merge(some, null);
      some.clear();
      files.add(one);
    }
    merged = FileChannel.open(merge(files, inMemory), StandardOpenOption.READ);
    rows = new ArrayList<>();
    return SortedRows.of(merged);
  }

  @Override
  public synchronized void close() throws IOException {
    rows = new ArrayList<>();
    if (merged != null) {
      merged.close();
    }
  }

  private List<byte[]> sortedInMemory() {
    rows.sort(Arrays::compareUnsigned);
    return rows;
  }

  private void addFile(int level, Path file) throws IOException {
    if (levels.size() == level) {
      levels.add(new ArrayList<>());
    }
    levels.get(level).add(file);
    if (levels.get(level).size() == FAN_IN) {
      List<Path> full = levels.set(level, new ArrayList<>());
      addFile(level + 1, merge(full, null));
    }
  }

  private Path merge(List<Path> files, @Nullable SortedRows more) throws IOException {
    List<FileChannel> open = new ArrayList<>();
    try {
      List<SortedRows.Cursor> cursors = new ArrayList<>();
      for (Path file : files) {
        open.add(FileChannel.open(file, StandardOpenOption.READ));
        cursors.add(SortedRows.of(open.get(open.size() - 1)).from(0));
      }
      if (more != null) {
        cursors.add(more.from(0));
      }
      return write(cursors);
    } finally {
      for (FileChannel file : open) {
        file.close();
      }
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  private record Head(byte[] row, SortedRows.Cursor cursor) {}

  private Path write(List<SortedRows.Cursor> cursors) throws IOException {
    PriorityQueue<Head> heads =
        new PriorityQueue<>(Comparator.comparing(Head::row, Arrays::compareUnsigned));
    Path file = folder.newFile();
    try (RowOutput out = new RowOutput(file)) {
      cursors.forEach(cursor -> push(heads, cursor));
      while (!heads.isEmpty()) {
        Head head = Objects.requireNonNull(heads.poll());
        out.add(head.row());
        push(heads, head.cursor());
      }
    } catch (UncheckedIOException e) {
      throw new IOException(e);
    }
    return file;
  }

  private static void push(PriorityQueue<Head> heads, SortedRows.Cursor cursor) {
    byte[] row = cursor.next();
    if (row != null) {
      heads.add(new Head(row, cursor));
    }
  }
}
