package org.depinsdk.storage.possession;

import java.time.Instant;
import java.util.Map;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.proofs.Table;
import org.depinsdk.storage.HoldingPeriod;
import org.depinsdk.storage.piece.PieceCid;

/**
 * A piece of a data set.
 *
 * @param piece its id, of a byte or more
 * @param held from when until when it belongs to the data set
 */
record PieceRow(PieceCid piece, HoldingPeriod held) {
  /**
   * Which piece of which data set.
   *
   * @param dataSet the data set's number
   * @param number of the piece in it; not given to another when the piece is removed
   */
  record Key(long dataSet, int number) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int order = Long.compare(dataSet, other.dataSet);
      return order != 0 ? order : Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
      return dataSet + "/" + number;
    }
  }

  static final Table<Key, PieceRow> TABLE = new Table<>(
      "pieces",
      "data set/piece number, CID v2;from;until",
      "The pieces of all data sets: the row 7/0 with bafk…;2026-03-01T00:00:00Z;- is the first one of data set 7, and still there.",
      PieceRow::parse);

  private static Map.Entry<Key, PieceRow> parse(String key, String value) {
    int slash = key.indexOf('/');
    int cut = value.indexOf(';');
    if (slash < 0 || cut < 0) {
      throw new IllegalArgumentException(key);
    }
    try {
      PieceCid piece = PieceCid.parse(value.substring(0, cut));
      Key name = new Key(
          number(key.substring(0, slash)), Math.toIntExact(number(key.substring(slash + 1))));
      if (piece.leafCount() == 0 || !name.toString().equals(key)) {
        throw new IllegalArgumentException(value);
      }
      return Map.entry(name, new PieceRow(piece, HoldingPeriod.parse(value.substring(cut + 1))));
    } catch (EncodingException | ArithmeticException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static long number(String text) {
    long number = Long.parseLong(text);
    if (number < 0 || !Long.toString(number).equals(text)) {
      throw new IllegalArgumentException(text);
    }
    return number;
  }

  boolean isHeldAt(Instant at) {
    return held.contains(at);
  }
}
