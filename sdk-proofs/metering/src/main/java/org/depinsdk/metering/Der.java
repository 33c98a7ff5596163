package org.depinsdk.metering;

import java.math.BigInteger;
import java.util.Arrays;
import org.depinsdk.proofs.MalformedEvidenceException;

/** Reads the little DER (X.690) that keys and signatures need, with definite minimal lengths only. */
final class Der {
  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OBJECT_IDENTIFIER = 0x06;
  static final int SEQUENCE = 0x30;

  private final byte[] bytes;
  private int at;
  private final int end;

  Der(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private Der(byte[] bytes, int at, int end) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /** The content of the next element. */
  byte[] next(int tag, String what) throws MalformedEvidenceException {
    if (at >= end) {
      throw malformed(what, "an early end");
    }
    if ((bytes[at] & 0xff) != tag) {
      throw malformed(what, "tag " + (bytes[at] & 0xff));
    }
    at++;
    int length = length(what);
    if (length > end - at) {
      throw malformed(what, "length " + length + " before " + (end - at) + " bytes");
    }
    byte[] content = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return content;
  }

  Der enter(int tag, String what) throws MalformedEvidenceException {
    return new Der(next(tag, what));
  }

  void end(String what) throws MalformedEvidenceException {
    if (at != end) {
      throw malformed(what, (end - at) + " bytes too many");
    }
  }

  private static MalformedEvidenceException malformed(String what, String found) {
    return MalformedEvidenceException.field(what, found, "DER");
  }

  // spec| X.690 8.3.2: the first nine bits of an integer are neither all one nor all zero
  static boolean isMinimalPositive(byte[] integer) {
    return integer.length > 0
        && integer[0] >= 0
        && !(integer.length > 1 && integer[0] == 0 && integer[1] >= 0);
  }

  static BigInteger unsigned(byte[] integer) {
    return new BigInteger(1, integer);
  }

  static String oid(byte[] content, String what) throws MalformedEvidenceException {
    if (content.length == 0 || content.length > 32 || content[content.length - 1] < 0) {
      throw malformed(what, "no object identifier");
    }
    StringBuilder out = new StringBuilder();
    long part = 0;
    for (byte b : content) {
      if (part > Long.MAX_VALUE >> 8) {
        throw malformed(what, "an object identifier out of range");
      }
      part = part << 7 | (b & 0x7f);
      if (b >= 0) {
        if (out.isEmpty()) {
          long first = Math.min(part / 40, 2);
          out.append(first).append('.').append(part - first * 40);
        } else {
          out.append('.').append(part);
        }
        part = 0;
      }
    }
    return out.toString();
  }

  private int length(String what) throws MalformedEvidenceException {
    if (at >= end) {
      throw malformed(what, "an early end");
    }
    int first = bytes[at++] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int count = first & 0x7f;
    if (count < 1 || count > 2 || count > end - at) {
      throw malformed(what, "a length of " + count + " bytes");
    }
    int length = 0;
    for (int i = 0; i < count; i++) {
      length = length << 8 | (bytes[at++] & 0xff);
    }
    if (length < 0x80 || (count == 2 && length < 0x100)) {
      throw malformed(what, "a length that is not minimal");
    }
    return length;
  }
}
