package org.depinsdk.engine.flink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;

/** What readers send to judges: the number of the partition, what it is, and bytes. */
final class PartitionMessage {
  /** A row to be judged. */
  static final byte EVIDENCE = 0;

  /** A row that needs no judging. */
  static final byte JUDGED = 1;

  /** A report that is refused by itself: its place in the log and the reason. */
  static final byte REFUSED = 2;

  /** A slice was read to its end: its number, and how many rows of it went to this partition. */
  static final byte END_OF_SLICE = 3;

  static final TypeInformation<Tuple3<Integer, Byte, byte[]>> TYPE =
      Types.TUPLE(Types.INT, Types.BYTE, Types.PRIMITIVE_ARRAY(Types.BYTE));

  private PartitionMessage() {}

  static Tuple3<Integer, Byte, byte[]> row(int partition, byte what, byte[] row) {
    return Tuple3.of(partition, what, row);
  }

  static byte[] refused(long position, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + text.length)
        .putLong(position)
        .put(text)
        .array();
  }

  static byte[] endOfSlice(int slice, long rows) {
    return ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
        .putInt(slice)
        .putLong(rows)
        .array();
  }
}
