package org.depinsdk.core.log;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;

/**
 * The binary form of a record; numbers are big-endian.
 *
 * <pre>
 * record   version:u8 = 1  kind:u8  epoch:i64  fields in the order of the record's components
 * string   length:u8  ASCII
 * hash     32 bytes
 * optional string: empty for none; optional hash: 0, or 1 and the hash
 * amount   32 bytes, unsigned
 * </pre>
 */
final class LogRecordFormat {
  private static final int VERSION = 1;
  private static final int GENESIS = 1;
  private static final int REPORT = 2;
  private static final int REGISTRY = 3;
  private static final int SANCTION = 4;
  private static final int POLICY = 5;
  private static final int FACT = 6;
  private static final int OPENED = 7;
  private static final int CLOSED = 8;
  private static final int SETTLED = 9;
  private static final int KEY = 10;

  /** The record of an accepted report. */
  private static final int REPORT_BYTES = 2 + 8 + 32 + 8 + 1 + 32;

  // a vkey with an ASCII name; what it says is checked by who uses it
  private static final Pattern VKEY =
      Pattern.compile("(?=.{1,255}$)[!-*,-~]+\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]+={0,2}");

  private LogRecordFormat() {}

  static boolean isKey(String key) {
    return VKEY.matcher(key).matches();
  }

  static byte[] write(LogRecord record) {
    if (record instanceof LogRecord.ReportDecided r) {
      // nearly all records: an array of the right length, so that nothing is copied
      String refusal = r.refusal().isEmpty() ? "" : r.refusal().get().text();
      Out out = new Out(REPORT_BYTES + refusal.length());
      out.begin(REPORT, r);
      out.hash(r.report().hash());
      out.number(r.receivedAt().toEpochMilli());
      out.string(refusal);
      out.hash(r.envelope());
      return out.bytes.array();
    }
    Out out = new Out(LogRecord.MAX_BYTES);
    if (record instanceof LogRecord.Genesis r) {
      out.begin(GENESIS, r);
      out.string(r.network());
      out.string(r.logKey());
      out.hash(r.witnessPolicy());
      out.hash(r.drandChain());
      out.hash(r.policy());
    } else if (record instanceof LogRecord.RegistryChanged r) {
      out.begin(REGISTRY, r);
      out.number(r.index());
      out.hash(r.change());
      out.optional(r.words());
    } else if (record instanceof LogRecord.SanctionStep r) {
      out.begin(SANCTION, r);
      out.hash(r.step());
    } else if (record instanceof LogRecord.PolicyAdopted r) {
      out.begin(POLICY, r);
      out.hash(r.policy());
    } else if (record instanceof LogRecord.FactRecorded r) {
      out.begin(FACT, r);
      out.string(r.name());
      out.hash(r.content());
    } else if (record instanceof LogRecord.EpochOpened r) {
      out.begin(OPENED, r);
      out.number(r.round());
    } else if (record instanceof LogRecord.EpochClosed r) {
      out.begin(CLOSED, r);
      out.number(r.accepted());
      out.number(r.refused());
      out.number(r.leftOut());
    } else if (record instanceof LogRecord.Settled r) {
      out.begin(SETTLED, r);
      out.hash(r.bundle());
      out.hash(r.root());
      out.amount(r.total());
    } else if (record instanceof LogRecord.KeyRotated r) {
      out.begin(KEY, r);
      out.string(r.logKey());
    }
    return Arrays.copyOf(out.bytes.array(), out.bytes.position());
  }

  static LogRecord parse(byte[] bytes) throws EncodingException {
    if (bytes.length > LogRecord.MAX_BYTES) {
      throw new EncodingException(
          "a log record has at most " + LogRecord.MAX_BYTES + " bytes, not " + bytes.length);
    }
    In in = new In(ByteBuffer.wrap(bytes));
    try {
      LogRecord record = in.record();
      if (in.bytes.hasRemaining()) {
        throw new EncodingException(
            "a log record ends after " + in.bytes.position() + " bytes, not " + bytes.length);
      }
      return record;
    } catch (BufferUnderflowException e) {
      throw new EncodingException(
          "a log record ends within a field: " + EncodingException.shown(Hex.encode(bytes)));
    } catch (IllegalArgumentException e) {
      throw new EncodingException("a log record is refused: " + e.getMessage());
    }
  }

  private record In(ByteBuffer bytes) {
    LogRecord record() throws EncodingException {
      int version = bytes.get();
      if (version != VERSION) {
        throw new EncodingException(
            "a log record's version is " + VERSION + ", not " + (version & 0xff));
      }
      int kind = bytes.get();
      long epoch = bytes.getLong();
      return switch (kind) {
        case GENESIS -> genesis(epoch);
        case REPORT ->
          new LogRecord.ReportDecided(
              epoch,
              new ReportId(hash()),
              Instant.ofEpochMilli(bytes.getLong()),
              Optional.of(string()).filter(code -> !code.isEmpty()).map(ReasonCode::new),
              hash());
        case REGISTRY -> new LogRecord.RegistryChanged(epoch, bytes.getLong(), hash(), optional());
        case SANCTION -> new LogRecord.SanctionStep(epoch, hash());
        case POLICY -> new LogRecord.PolicyAdopted(epoch, hash());
        case FACT -> new LogRecord.FactRecorded(epoch, string(), hash());
        case OPENED -> new LogRecord.EpochOpened(epoch, bytes.getLong());
        case CLOSED ->
          new LogRecord.EpochClosed(epoch, bytes.getLong(), bytes.getLong(), bytes.getLong());
        case SETTLED ->
          new LogRecord.Settled(epoch, hash(), hash(), new BigInteger(1, hash().bytes()));
        case KEY -> new LogRecord.KeyRotated(epoch, string());
        default ->
          throw new EncodingException(
              "a log record's kind is 1 to " + KEY + ", not " + (kind & 0xff));
      };
    }

    private LogRecord genesis(long epoch) throws EncodingException {
      if (epoch != 0) {
        throw new EncodingException("a genesis record's epoch is 0, not " + epoch);
      }
      return new LogRecord.Genesis(string(), string(), hash(), hash(), hash());
    }

    private Bytes32 hash() {
      byte[] hash = new byte[Bytes32.LENGTH];
      bytes.get(hash);
      return Bytes32.of(hash);
    }

    private Optional<Bytes32> optional() throws EncodingException {
      int present = bytes.get();
      if (present != 0 && present != 1) {
        throw new EncodingException("whether a hash follows is 0 or 1, not " + (present & 0xff));
      }
      return present == 0 ? Optional.empty() : Optional.of(hash());
    }

    private String string() {
      byte[] string = new byte[bytes.get() & 0xff];
      bytes.get(string);
      // what is not ASCII becomes a character that no field allows
      return new String(string, StandardCharsets.US_ASCII);
    }
  }

  private static final class Out {
    final ByteBuffer bytes;

    Out(int size) {
      bytes = ByteBuffer.allocate(size);
    }

    void begin(int kind, LogRecord record) {
      bytes.put((byte) VERSION).put((byte) kind);
      number(record.epoch());
    }

    void number(long value) {
      bytes.putLong(value);
    }

    void string(String value) {
      byte[] ascii = value.getBytes(StandardCharsets.US_ASCII);
      bytes.put((byte) ascii.length).put(ascii);
    }

    void hash(Bytes32 value) {
      value.putInto(bytes.array(), bytes.position());
      bytes.position(bytes.position() + Bytes32.LENGTH);
    }

    void optional(Optional<Bytes32> value) {
      bytes.put((byte) (value.isPresent() ? 1 : 0));
      value.ifPresent(this::hash);
    }

    void amount(BigInteger value) {
      byte[] number = value.toByteArray();
      byte[] amount = new byte[Bytes32.LENGTH];
      int length = Math.min(number.length, amount.length);
      System.arraycopy(number, number.length - length, amount, amount.length - length, length);
      bytes.put(amount);
    }
  }
}
