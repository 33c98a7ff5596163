package org.depinsdk.service.ingest;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;
import org.depinsdk.core.report.ReportId;

/**
 * Where the reports of an epoch are in the log, by their whole ids. Tables with open addresses, because a map of objects takes
 * four times the memory; many of them, because one array would be full at some hundred million reports and would take its
 * memory twice while it grows. Not safe for use by several threads.
 */
final class ReportIndex {
  /** The most that a report takes, in bytes: a table that has just grown is half full. */
  static final int BYTES_OF_REPORT = 2 * Table.SLOT_WORDS * Long.BYTES;

  private static final int TABLES = 64;

  private final Table[] tables = new Table[TABLES];
  private long size;

  /** No reports. */
  ReportIndex() {
    Arrays.setAll(tables, i -> new Table());
  }

  /** Remembers a report; one that is known keeps its index, and the answer is false. */
  boolean put(ReportId report, long index) {
    long[] id = words(report);
    boolean isNew = table(id).put(id, index);
    size += isNew ? 1 : 0;
    return isNew;
  }

  long size() {
    return size;
  }

  OptionalLong find(ReportId report) {
    long[] id = words(report);
    return table(id).find(id);
  }

  // an id is a hash already; another word than the one that says the place in the table
  private Table table(long[] id) {
    return tables[(int) Long.remainderUnsigned(id[1], TABLES)];
  }

  private static long[] words(ReportId report) {
    long[] words = new long[Table.ID_WORDS];
    ByteBuffer.wrap(report.bytes()).asLongBuffer().get(words);
    return words;
  }

  /** One of the tables. */
  private static final class Table {
    static final int ID_WORDS = 4;

    // four words of an id, and one more than the index of its record
    static final int SLOT_WORDS = ID_WORDS + 1;

    private long[] slots = new long[8 * SLOT_WORDS];
    private int size;

    boolean put(long[] id, long index) {
      int count = slots.length / SLOT_WORDS;
      if (size >= count / 4 * 3) {
        long[] before = slots;
        slots = new long[Math.multiplyExact(count / 2 * 3, SLOT_WORDS)];
        for (int at = 0; at < before.length; at += SLOT_WORDS) {
          if (before[at + ID_WORDS] != 0) {
            System.arraycopy(before, at, slots, slot(before, at), SLOT_WORDS);
          }
        }
      }
      int at = slot(id, 0);
      if (slots[at + ID_WORDS] != 0) {
        return false;
      }
      System.arraycopy(id, 0, slots, at, ID_WORDS);
      slots[at + ID_WORDS] = index + 1;
      size++;
      return true;
    }

    OptionalLong find(long[] id) {
      long found = slots[slot(id, 0) + ID_WORDS];
      return found == 0 ? OptionalLong.empty() : OptionalLong.of(found - 1);
    }

    // where the id stands or would stand
    private int slot(long[] from, int offset) {
      int count = slots.length / SLOT_WORDS;
      int slot = (int) Long.remainderUnsigned(from[offset], count);
      while (slots[slot * SLOT_WORDS + ID_WORDS] != 0
          && !Arrays.equals(
              slots,
              slot * SLOT_WORDS,
              slot * SLOT_WORDS + ID_WORDS,
              from,
              offset,
              offset + ID_WORDS)) {
        slot = slot + 1 == count ? 0 : slot + 1;
      }
      return slot * SLOT_WORDS;
    }
  }
}
