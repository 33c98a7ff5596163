package org.depinsdk.epoch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.epoch.internal.RowReader;
import org.depinsdk.epoch.internal.SortedRows;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.GroupKey;
import org.jspecify.annotations.Nullable;

/** The rows of one group: its evidence by device and number, each number once. */
final class EvidenceGroup {
  /** Groups of up to so many bytes are decoded once and kept while they are judged. */
  private static final long DECODED_ONCE = 1 << 20;

  private final SortedRows rows;
  private final byte[] first;
  /** How many bytes of each row name the proof and the group. */
  private final int length;

  private final long place;
  private final List<Attributed<byte[]>> repeated = new ArrayList<>();
  private long count;
  private long bytes;

  private EvidenceGroup(SortedRows rows, long place, byte[] first) {
    this.rows = rows;
    this.place = place;
    this.first = first;
    this.length = EvidenceRow.groupLength(first);
  }

  /** Receives the groups of a partition. */
  interface Visitor {
    void visit(EvidenceGroup group) throws IOException;
  }

  /** Goes over the groups of sorted rows. */
  static void forEach(SortedRows rows, Visitor visitor) throws IOException {
    SortedRows.Cursor cursor = rows.from(0);
    long place = cursor.place();
    byte[] row = cursor.next();
    while (row != null) {
      EvidenceGroup group = new EvidenceGroup(rows, place, row);
      byte[] before = null;
      do {
        group.add(before, row);
        before = row;
        place = cursor.place();
        row = cursor.next();
      } while (row != null && EvidenceRow.sameStart(before, row, group.length));
      visitor.visit(group);
    }
  }

  private void add(byte @Nullable [] before, byte[] row) {
    count++;
    bytes += row.length;
    if (before != null && isRepeated(before, row)) {
      repeated.add(EvidenceRow.report(row, length));
    }
  }

  private boolean isRepeated(byte[] before, byte[] row) {
    int number = EvidenceRow.numberLength(before, length);
    return number > 0 && EvidenceRow.sameStart(before, row, number);
  }

  String kindText() {
    return new RowReader(first).text();
  }

  ProofKind kind() {
    return EvidenceRow.kind(first);
  }

  GroupKey key() {
    return EvidenceRow.group(first);
  }

  /** How many reports there are. */
  long size() {
    return count;
  }

  /** Reports that have the number of another one in front of them. */
  List<Attributed<byte[]>> repeated() {
    return repeated;
  }

  /** How many bytes its rows have. */
  long bytes() {
    return bytes;
  }

  /** Whether its evidence is decoded once and held while it is judged. */
  boolean fitsIntoMemory() {
    return bytes <= DECODED_ONCE;
  }

  /** The reports; can be iterated more than once. */
  Iterable<Attributed<byte[]>> reports() {
    return () -> {
      Rows rows = new Rows();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return rows.hasNext();
        }

        @Override
        public Attributed<byte[]> next() {
          return EvidenceRow.report(rows.next(), length);
        }
      };
    };
  }

  /** The rows of the reports; can be iterated more than once. */
  Iterable<byte[]> rows() {
    return Rows::new;
  }

  private final class Rows implements Iterator<byte[]> {
    private final SortedRows.Cursor cursor = rows.from(place);
    private long left = count;
    private byte @Nullable [] next;

    Rows() {
      advance(null);
    }

    private void advance(byte @Nullable [] before) {
      do {
        next = left-- > 0 ? cursor.next() : null;
      } while (next != null
          && (EvidenceRow.isState(next, length) || before != null && isRepeated(before, next)));
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public byte[] next() {
      byte[] row = next;
      if (row == null) {
        throw new NoSuchElementException();
      }
      advance(row);
      return row;
    }
  }
}
