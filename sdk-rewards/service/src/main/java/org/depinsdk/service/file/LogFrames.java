package org.depinsdk.service.file;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.service.store.NetworkLog;

/**
 * What is in a frame of the log. The first one of a file is a state, each other one an entry; numbers are big-endian.
 *
 * <pre>
 * entry    index:i64  epoch:i64  length:i16 (of the record, 0 if there is none)  record  report (a LoggedReport; may be empty)
 * </pre>
 */
final class LogFrames {
  private static final int PREFIX_BYTES = 2 * Long.BYTES + Short.BYTES;

  private LogFrames() {}

  static byte[] bytes(NetworkLog.Entry entry) {
    byte[] record = entry.record().map(LogRecord::toBytes).orElse(new byte[0]);
    byte[] report = entry.report().map(LoggedReport::toByteArray).orElse(new byte[0]);
    return ByteBuffer.allocate(PREFIX_BYTES + record.length + report.length)
        .putLong(entry.index())
        .putLong(entry.epoch())
        .putShort((short) record.length)
        .put(record)
        .put(report)
        .array();
  }

  static NetworkLog.Entry entry(Path file, byte[] payload) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(payload);
    try {
      long index = in.getLong();
      long epoch = in.getLong();
      byte[] record = new byte[in.getShort() & 0xffff];
      in.get(record);
      return new NetworkLog.Entry(
          index,
          epoch,
          record.length == 0 ? Optional.empty() : Optional.of(LogRecord.parse(record)),
          in.hasRemaining() ? Optional.of(LoggedReport.parseFrom(in)) : Optional.empty());
    } catch (BufferUnderflowException | EncodingException | InvalidProtocolBufferException e) {
      throw new IOException(file + " holds a frame that is no entry: " + e.getMessage(), e);
    }
  }

  static NetworkLog.State state(Path file, byte[] payload) throws IOException {
    try {
      return NetworkLog.State.parse(payload);
    } catch (IOException e) {
      throw new IOException(file + " does not begin with a state: " + e.getMessage(), e);
    }
  }
}
