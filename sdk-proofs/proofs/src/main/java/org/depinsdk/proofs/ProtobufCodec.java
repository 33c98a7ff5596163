package org.depinsdk.proofs;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import org.depinsdk.core.report.Report;

/**
 * Evidence as a protobuf message.
 *
 * <pre>{@code
 * final class CountCodec extends ProtobufCodec<Count, CountMessage> {
 *   CountCodec() {
 *     super(CountMessage.parser(), "CountMessage");
 *   }
 *
 *   @Override
 *   protected CountMessage write(Count count) {
 *     return CountMessage.newBuilder().setPeople(count.people()).build();
 *   }
 *
 *   @Override
 *   protected Count read(CountMessage message) {
 *     return new Count(Fields.unsigned("people", message.getPeople(), 1_000));
 *   }
 * }
 * }</pre>
 *
 * @param <E> the evidence
 * @param <M> the message
 */
public abstract class ProtobufCodec<E, M extends MessageLite> implements EvidenceCodec<E> {
  private final Parser<M> parser;
  private final String name;

  /**
   * A codec.
   *
   * @param parser of the message
   * @param name of the message, for what is said about bytes that are none
   */
  protected ProtobufCodec(Parser<M> parser, String name) {
    this.parser = parser;
    this.name = name;
  }

  /**
   * Writes evidence.
   *
   * @param evidence a value
   * @return the message
   */
  protected abstract M write(E evidence);

  /**
   * Reads evidence.
   *
   * @param message from a report; any field may have any value
   * @return the value
   * @throws InvalidFieldException if a field has a value that it cannot have
   * @throws MalformedEvidenceException if the message is no evidence for another reason
   */
  protected abstract E read(M message) throws MalformedEvidenceException;

  @Override
  public final byte[] encode(E evidence) {
    return write(evidence).toByteArray();
  }

  @Override
  public final E decode(byte[] bytes) throws MalformedEvidenceException {
    try {
      Fields.size(name, bytes.length, 0, Report.MAX_EVIDENCE_BYTES, "bytes");
      return read(parser.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw MalformedEvidenceException.unreadable(name);
    } catch (InvalidFieldException e) {
      throw e.asMalformedEvidence();
    }
  }
}
