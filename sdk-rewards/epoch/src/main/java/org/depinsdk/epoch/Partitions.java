package org.depinsdk.epoch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.epoch.internal.RowOutput;
import org.depinsdk.epoch.internal.RowSorter;
import org.depinsdk.epoch.internal.SortedRows;
import org.depinsdk.epoch.internal.WorkFolder;

/**
 * An epoch's rows, each in the partition of its group. They stay in memory until there are too many; from then on all lie in
 * files, one for each partition, as they came.
 */
final class Partitions implements RowConsumer, Closeable {
  private final WorkFolder folder;
  private final long memory;
  private final List<List<byte[]>> rows = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private final List<RowOutput> open = new ArrayList<>();
  private long held;

  Partitions(WorkFolder folder, int count, long memory) {
    this.folder = folder;
    this.memory = memory;
    for (int i = 0; i < count; i++) {
      rows.add(new ArrayList<>());
    }
  }

  int count() {
    return rows.size();
  }

  boolean isInMemory() {
    return files.isEmpty();
  }

  @Override
  public void add(byte[] row) throws IOException {
    int partition = EvidenceRow.partition(row, rows.size());
    if (open.isEmpty()) {
      rows.get(partition).add(row);
      held += row.length;
      if (held > memory) {
        toFiles();
      }
    } else {
      open.get(partition).add(row);
    }
  }

  private void toFiles() throws IOException {
    for (int i = 0; i < rows.size(); i++) {
      files.add(folder.newFile());
      open.add(new RowOutput(files.get(i)));
      for (byte[] row : rows.get(i)) {
        open.get(i).add(row);
      }
      rows.set(i, List.of());
    }
  }

  /** Ends the adding. */
  @Override
  public void close() throws IOException {
    for (RowOutput out : open) {
      out.close();
    }
  }

  /** Moves the rows of a partition into a sorter and forgets them. */
  void move(int partition, RowSorter into) throws IOException {
    if (isInMemory()) {
      for (byte[] row : rows.set(partition, List.of())) {
        into.add(row);
      }
      return;
    }
    try (FileChannel file = FileChannel.open(files.get(partition), StandardOpenOption.READ)) {
      SortedRows.Cursor cursor = SortedRows.of(file).from(0);
      for (byte[] row = cursor.next(); row != null; row = cursor.next()) {
        into.add(row);
      }
    }
    Files.delete(files.get(partition));
  }
}
