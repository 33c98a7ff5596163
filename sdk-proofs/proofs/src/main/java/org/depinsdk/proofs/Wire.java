package org.depinsdk.proofs;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.time.Instant;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.Report;

/** Reads fields of evidence: whatever is out of range becomes a {@link MalformedEvidenceException} that names it. */
public final class Wire {
  // year 1 to 9999, as a report's device time
  private static final long MIN_TIME_MS = -62135596800000L;
  private static final long MAX_TIME_MS = 253402300799999L;

  private Wire() {}

  /**
   * Parses a message.
   *
   * @param parser the message's parser
   * @param bytes from a report
   * @param name of the message, for the error
   * @param <M> the message
   * @return the message
   * @throws MalformedEvidenceException where the bytes are too many or do not parse
   */
  public static <M extends MessageLite> M parse(Parser<M> parser, byte[] bytes, String name)
      throws MalformedEvidenceException {
    checkSize(bytes, name);
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedEvidenceException("not a " + name + ": " + e.getMessage());
    }
  }

  /**
   * Refuses evidence that is too long.
   *
   * @param bytes from a report
   * @param name of the message, for the error
   * @throws MalformedEvidenceException where the bytes are too many
   */
  public static void checkSize(byte[] bytes, String name) throws MalformedEvidenceException {
    if (bytes.length > Report.MAX_EVIDENCE_BYTES) {
      throw new MalformedEvidenceException(
          name + " of " + bytes.length + " bytes, at most " + Report.MAX_EVIDENCE_BYTES);
    }
  }

  /**
   * A whole number in a range.
   *
   * @param field its name
   * @param value its value
   * @param min the lowest allowed
   * @param max the highest allowed
   * @return the value
   * @throws MalformedEvidenceException where it is outside
   */
  public static long number(String field, long value, long min, long max)
      throws MalformedEvidenceException {
    if (value < min || value > max) {
      throw new MalformedEvidenceException(
          field + " must be " + min + " to " + max + ", not " + value);
    }
    return value;
  }

  /**
   * An instant of the years 1 to 9999.
   *
   * @param field its name
   * @param millis since 1970-01-01T00:00:00Z
   * @return the instant
   * @throws MalformedEvidenceException where it is outside
   */
  public static Instant instant(String field, long millis) throws MalformedEvidenceException {
    return Instant.ofEpochMilli(number(field, millis, MIN_TIME_MS, MAX_TIME_MS));
  }

  /**
   * A device id.
   *
   * @param field its name
   * @param text its text
   * @return the id
   * @throws MalformedEvidenceException where the text is none
   */
  public static DeviceId device(String field, String text) throws MalformedEvidenceException {
    try {
      return DeviceId.parse(text);
    } catch (EncodingException e) {
      throw new MalformedEvidenceException(field + ": " + e.getMessage());
    }
  }
}
