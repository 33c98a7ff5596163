package org.depinsdk.service.ingest;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;
import org.depinsdk.core.report.ReportId;

/**
 * Where the reports of an epoch are in the log, by their whole ids. A table with open addresses, because a map of objects takes
 * four times the memory. Not safe for use by several threads.
 */
final class ReportIndex {
  private static final int ID_WORDS = 4;

  // four words of an id, and one more than the index of its record
  private long[] slots = new long[64 * (ID_WORDS + 1)];
  private int size;

  /** Remembers a report; one that is known keeps its index. */
  void put(ReportId report, long index) {
    if (size * 2 >= slots.length / (ID_WORDS + 1)) {
      long[] before = slots;
      slots = new long[Math.multiplyExact(2, before.length)];
      for (int at = 0; at < before.length; at += ID_WORDS + 1) {
        if (before[at + ID_WORDS] != 0) {
          System.arraycopy(before, at, slots, slot(before, at), ID_WORDS + 1);
        }
      }
    }
    long[] id = words(report);
    int at = slot(id, 0);
    if (slots[at + ID_WORDS] == 0) {
      System.arraycopy(id, 0, slots, at, ID_WORDS);
      slots[at + ID_WORDS] = index + 1;
      size++;
    }
  }

  OptionalLong find(ReportId report) {
    long found = slots[slot(words(report), 0) + ID_WORDS];
    return found == 0 ? OptionalLong.empty() : OptionalLong.of(found - 1);
  }

  // where the id stands or would stand; an id is a hash already
  private int slot(long[] from, int offset) {
    int count = slots.length / (ID_WORDS + 1);
    int slot = (int) Long.remainderUnsigned(from[offset], count);
    while (slots[slot * (ID_WORDS + 1) + ID_WORDS] != 0
        && !Arrays.equals(
            slots,
            slot * (ID_WORDS + 1),
            slot * (ID_WORDS + 1) + ID_WORDS,
            from,
            offset,
            offset + ID_WORDS)) {
      slot = slot + 1 == count ? 0 : slot + 1;
    }
    return slot * (ID_WORDS + 1);
  }

  private static long[] words(ReportId report) {
    long[] words = new long[ID_WORDS];
    ByteBuffer.wrap(report.bytes()).asLongBuffer().get(words);
    return words;
  }
}
