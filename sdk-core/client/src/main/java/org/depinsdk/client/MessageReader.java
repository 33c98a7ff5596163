package org.depinsdk.client;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.WireFormat;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads messages of somebody who is not trusted. A message of a megabyte may hold half a million fields, which would be objects of
 * thirty megabytes, so fields are counted before any object is made. Unknown fields are left out.
 *
 * @param <T> the messages
 */
public final class MessageReader<T> {
  private final Class<T> type;
  private final Parser<? extends Message> parser;
  private final int maxFields;

  private MessageReader(Class<T> type, Message prototype, int maxFields) {
    this.type = type;
    this.parser = DiscardUnknownFieldsParser.wrap(prototype.getParserForType());
    this.maxFields = maxFields;
  }

  /**
   * A reader of what a method takes or gives.
   *
   * @param usual the method's marshaller, of protobuf messages
   * @param maxFields how many fields a message may have, each element of a list counted
   * @param <T> the messages
   * @return the reader
   */
  @SuppressWarnings("unchecked")
  public static <T> MessageReader<T> of(Marshaller<T> usual, int maxFields) {
    if (usual instanceof PrototypeMarshaller<T> known
        && known.getMessagePrototype() instanceof Message prototype) {
      return new MessageReader<>((Class<T>) prototype.getClass(), prototype, maxFields);
    }
    throw new IllegalArgumentException("expected a marshaller of protobuf messages, not " + usual);
  }

  /**
   * Reads a message.
   *
   * @param in the message and nothing else; its size is limited already
   * @return the message without its unknown fields
   * @throws InvalidProtocolBufferException if it is no such message or has too many fields
   * @throws IOException if it cannot be read
   */
  public T read(InputStream in) throws IOException {
    byte[] bytes = in.readAllBytes();
    CodedInputStream fields = CodedInputStream.newInstance(bytes);
    int count = 0;
    for (int tag = fields.readTag(); tag != 0; tag = fields.readTag()) {
      if (++count > maxFields) {
        throw new InvalidProtocolBufferException("more than " + maxFields + " fields");
      }
      if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_START_GROUP) {
        throw new InvalidProtocolBufferException("a group, which no message here has");
      }
      fields.skipField(tag);
    }
    return type.cast(parser.parseFrom(bytes));
  }
}
