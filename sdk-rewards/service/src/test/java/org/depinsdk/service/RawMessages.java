package org.depinsdk.service;

import com.google.protobuf.CodedOutputStream;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Requests that no client of ours would send. */
public final class RawMessages {
  private static final int FIRST_UNKNOWN_FIELD = 100;

  private RawMessages() {}

  /** A method that takes any bytes. */
  public static <A> MethodDescriptor<byte[], A> raw(MethodDescriptor<?, A> method) {
    return method.toBuilder(
            new MethodDescriptor.Marshaller<byte[]>() {
              @Override
              public InputStream stream(byte[] bytes) {
                return new ByteArrayInputStream(bytes);
              }

              @Override
              public byte[] parse(InputStream in) {
                throw new UnsupportedOperationException();
              }
            },
            method.getResponseMarshaller())
        .build();
  }

  /** A message of distinct unknown fields, four bytes each. */
  public static byte[] unknownFields(int count) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    for (int i = 0; i < count; i++) {
      out.writeUInt32(FIRST_UNKNOWN_FIELD + i, 1);
    }
    out.flush();
    return bytes.toByteArray();
  }
}
