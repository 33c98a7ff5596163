package org.depinsdk.epoch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.depinsdk.epoch.internal.RowSorter;
import org.depinsdk.epoch.internal.SortedRows;
import org.depinsdk.epoch.internal.WorkFolder;

/**
 * The rows of whole groups, taken in any order, for {@link JudgingSteps#judge}. What goes beyond its memory is sorted in files
 * and merged.
 */
public final class GroupRows implements RowConsumer, Closeable {
  private final WorkFolder folder;
  private final RowSorter sorter;

  /**
   * No rows yet.
   *
   * @param workFolder where files go; it is made if it is not there
   * @param memoryBytes how many bytes of rows are held before a file is written
   */
  public GroupRows(Path workFolder, long memoryBytes) {
    this.folder = new WorkFolder(workFolder);
    this.sorter = new RowSorter(folder, memoryBytes);
  }

  /**
   * The partition of a row's group.
   *
   * @param row a row of evidence
   * @param partitions how many partitions there are, 1 or more
   * @return 0 to {@code partitions - 1}; the same for all rows of a group, on every machine
   */
  public static int partition(byte[] row, int partitions) {
    return EvidenceRow.partition(row, partitions);
  }

  @Override
  public void add(byte[] row) throws IOException {
    sorter.add(row);
  }

  /** Ends the adding. */
  SortedRows sorted() throws IOException {
    return sorter.sorted();
  }

  @Override
  public void close() throws IOException {
    try (folder) {
      sorter.close();
    }
  }
}
