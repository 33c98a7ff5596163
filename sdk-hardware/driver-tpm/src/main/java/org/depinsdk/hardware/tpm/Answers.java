package org.depinsdk.hardware.tpm;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where an answer ends: bytes 2 to 5 of every answer are its length (TPM 2.0 part 1, section 18). */
final class Answers {
  static final int HEADER_BYTES = 10;

  private Answers() {}

  /** How many bytes the answer that starts with these has, or -1 if there are too few to know. */
  static int length(ByteBuffer received) throws IOException {
    if (received.position() < HEADER_BYTES) {
      return -1;
    }
    int length = received.getInt(2);
    if (length < HEADER_BYTES || length > TpmTransport.MAX_BYTES) {
      throw new IOException("an answer says that it has " + Integer.toUnsignedString(length)
          + " bytes; " + HEADER_BYTES + " to " + TpmTransport.MAX_BYTES + " expected");
    }
    return length;
  }

  /** Takes the answer out, if all of it is there. */
  static byte[] take(ByteBuffer received, int length) throws IOException {
    if (received.position() > length) {
      throw new IOException("an answer of " + length + " bytes is followed by "
          + (received.position() - length) + " more");
    }
    byte[] answer = new byte[length];
    received.flip().get(answer);
    return answer;
  }
}
