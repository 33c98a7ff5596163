package org.depinsdk.storage.piece;

import java.math.BigInteger;
import java.util.Arrays;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;

/**
 * The little of multiformats that a piece CID needs: unsigned varints and base 32. Written by hand because the libraries on the
 * JVM are not in Maven Central and refuse the multihash of CID v2, whose length varies.
 */
final class Multiformats {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  // multiformats/unsigned-varint: nine bytes, 63 bits
  private static final int MAX_VARINT = 9;

  private Multiformats() {}

  static byte[] uvarint(long value) {
    return uvarint(BigInteger.valueOf(value));
  }

  /** Seven bits in each byte, the lowest first. */
  static byte[] uvarint(BigInteger value) {
    byte[] out = new byte[Math.max(1, (value.bitLength() + 6) / 7)];
    for (int i = 0; i < out.length; i++) {
      int bits = value.shiftRight(7 * i).intValue() & 0x7f;
      out[i] = (byte) (i < out.length - 1 ? bits | 0x80 : bits);
    }
    return out;
  }

  /** Multibase {@code b}: RFC 4648 base 32 in lower case without padding. */
  static String base32(byte[] bytes) {
    StringBuilder out = new StringBuilder("b");
    int buffer = 0;
    int bits = 0;
    for (byte b : bytes) {
      buffer = buffer << 8 | b & 0xff;
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        out.append(ALPHABET.charAt(buffer >>> bits & 31));
      }
      buffer &= (1 << bits) - 1;
    }
    if (bits > 0) {
      out.append(ALPHABET.charAt(buffer << (5 - bits) & 31));
    }
    return out.toString();
  }

  static byte[] bytes(String text, int maxBytes, String what) throws EncodingException {
    int digits = text.length() - 1;
    int length = digits * 5 / 8;
    if (!text.startsWith("b") || length > maxBytes || digits > (length * 8 + 4) / 5) {
      throw not(what, text);
    }
    byte[] out = new byte[length];
    int buffer = 0;
    int bits = 0;
    int at = 0;
    for (int i = 1; i < text.length(); i++) {
      int digit = ALPHABET.indexOf(text.charAt(i));
      if (digit < 0) {
        throw not(what, text);
      }
      buffer = (buffer << 5 | digit) & 0xfff;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        out[at++] = (byte) (buffer >>> bits);
      }
    }
    if ((buffer & (1 << bits) - 1) != 0) {
      throw not(what, text);
    }
    return out;
  }

  private static EncodingException not(String what, String text) {
    return new EncodingException(
        what + " must be b and base 32 in lower case, not " + EncodingException.shown(text));
  }

  /** Reads a CID from its start to its end. */
  static final class Reader {
    private final byte[] bytes;
    private final String what;
    private int at;

    Reader(byte[] bytes, String what) {
      this.bytes = bytes;
      this.what = what;
    }

    int position() {
      return at;
    }

    void prefix(byte[] prefix) throws EncodingException {
      if (bytes.length < prefix.length
          || !Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length)) {
        throw new EncodingException(what + ": version, codec or multihash is another");
      }
      at = prefix.length;
    }

    int octet(String field) throws EncodingException {
      if (at >= bytes.length) {
        throw new EncodingException(what + ": " + field + " is cut off");
      }
      return bytes[at++] & 0xff;
    }

    long uvarint(String field) throws EncodingException {
      long value = 0;
      for (int i = 0; i < MAX_VARINT; i++) {
        int next = octet(field);
        value |= (long) (next & 0x7f) << 7 * i;
        if (next < 0x80) {
          if (next == 0 && i > 0) {
            throw new EncodingException(what + ": " + field + " is not in its shortest form");
          }
          return value;
        }
      }
      throw new EncodingException(what + ": " + field + " is larger than 63 bits");
    }

    Bytes32 bytes32(String field) throws EncodingException {
      if (bytes.length - at < Bytes32.LENGTH) {
        throw new EncodingException(what + ": " + field + " is cut off");
      }
      at += Bytes32.LENGTH;
      return Bytes32.at(bytes, at - Bytes32.LENGTH);
    }

    void end() throws EncodingException {
      if (at != bytes.length) {
        throw new EncodingException(
            what + ": " + (bytes.length - at) + " bytes come after the root");
      }
    }
  }
}
