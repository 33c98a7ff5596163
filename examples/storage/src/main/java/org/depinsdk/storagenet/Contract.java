package org.depinsdk.storagenet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.hardware.disk.PieceId;
import org.depinsdk.storage.HoldingPeriod;
import org.depinsdk.storage.piece.PieceCid;

/**
 * One piece that one provider keeps, as the network publishes it.
 *
 * @param dataSet the provider's data set
 * @param number of the piece in the data set
 * @param object whose shard it is
 * @param shard which shard of the object
 * @param piece SHA-256 of the bytes
 * @param cid their commitment
 * @param held from when until when the contract runs
 */
record Contract(
    long dataSet,
    int number,
    String object,
    int shard,
    PieceId piece,
    PieceCid cid,
    HoldingPeriod held) {
  Contract endedAt(Instant moment) {
    return new Contract(
        dataSet,
        number,
        object,
        shard,
        piece,
        cid,
        new HoldingPeriod(held.from(), Optional.of(moment)));
  }

  /** As it was known at a moment. */
  Contract asOf(Instant moment) {
    return held.endsBy(moment)
        ? this
        : new Contract(
            dataSet,
            number,
            object,
            shard,
            piece,
            cid,
            new HoldingPeriod(held.from(), Optional.empty()));
  }

  boolean isOpen() {
    return held.until().isEmpty();
  }

  String line() {
    return String.join(
        "\t",
        List.of(
            "" + dataSet,
            "" + number,
            object,
            "" + shard,
            piece.text(),
            cid.v2(),
            held.toString()));
  }

  static Contract parse(String line) throws EncodingException {
    String[] parts = line.split("\t", -1);
    if (parts.length != 7) {
      throw new EncodingException("a contract has 7 columns, not " + parts.length);
    }
    try {
      return new Contract(
          Long.parseLong(parts[0]),
          Integer.parseInt(parts[1]),
          parts[2],
          Integer.parseInt(parts[3]),
          PieceId.parse(parts[4]),
          PieceCid.parse(parts[5]),
          HoldingPeriod.parse(parts[6]));
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw new EncodingException("a contract: " + e.getMessage());
    }
  }
}
