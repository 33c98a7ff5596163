package org.depinsdk.core.encoding;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads CBOR (RFC 8949) from an untrusted source. Definite lengths only, no key twice in a map, valid UTF-8, nothing after
 * the item, at most {@value #MAX_DEPTH} levels and {@value #MAX_ITEMS} items. Floating-point numbers, simple values beyond
 * undefined and integers of more than 63 bits are refused.
 *
 * <p>{@link #read} also asks for the deterministic encoding of RFC 8949 section 4.2.1: shortest lengths and integers, map
 * keys ascending by their bytes. {@link #readTolerant} does not, for formats that never asked for it, such as WebAuthn's.
 */
public final class CborReader {
  /** Largest document, unless the reader says otherwise. */
  public static final int MAX_BYTES = 256 * 1024;

  /** Deepest nesting of arrays, maps and tags. */
  public static final int MAX_DEPTH = 16;

  /** Most items in one document. */
  public static final int MAX_ITEMS = 16_384;

  private final byte[] bytes;
  private final boolean deterministic;
  private int at;
  private int items;

  private CborReader(byte[] bytes, boolean deterministic) {
    this.bytes = bytes;
    this.deterministic = deterministic;
  }

  /**
   * Reads one item in deterministic encoding.
   *
   * @param bytes the whole document
   * @return the item
   * @throws EncodingException if the bytes are anything else
   */
  public static CborValue read(byte[] bytes) throws EncodingException {
    return read(bytes, MAX_BYTES);
  }

  /**
   * Reads one item in deterministic encoding, of a document whose sender may send more than others.
   *
   * @param bytes the whole document
   * @param maxBytes its largest size
   * @return the item
   * @throws EncodingException if the bytes are anything else
   */
  public static CborValue read(byte[] bytes, int maxBytes) throws EncodingException {
    return read(bytes, true, maxBytes);
  }

  /**
   * Reads one item whose integers may be longer than needed and whose map keys may be in any order.
   *
   * @param bytes the whole document
   * @return the item
   * @throws EncodingException if the bytes are not one item within the limits
   */
  public static CborValue readTolerant(byte[] bytes) throws EncodingException {
    return read(bytes, false, MAX_BYTES);
  }

  private static CborValue read(byte[] bytes, boolean deterministic, int maxBytes)
      throws EncodingException {
    if (bytes.length > maxBytes) {
      throw new EncodingException("CBOR of " + bytes.length + " bytes, at most " + maxBytes);
    }
    CborReader reader = new CborReader(bytes, deterministic);
    CborValue value = reader.item(0);
    if (reader.at != bytes.length) {
      throw reader.error("bytes after the item");
    }
    return value;
  }

  private CborValue item(int depth) throws EncodingException {
    if (depth > MAX_DEPTH) {
      throw error("more than " + MAX_DEPTH + " levels");
    }
    if (++items > MAX_ITEMS) {
      throw error("more than " + MAX_ITEMS + " items");
    }
    int initial = nextByte();
    int major = initial >>> 5;
    if (major == 7) {
      return simple(initial);
    }
    long argument = argument(initial & 0x1f);
    return switch (major) {
      case 0 -> new CborValue.Int(argument);
      // -1 - argument: the argument has at most 63 bits
      case 1 -> new CborValue.Int(-1 - argument);
      case 2 -> new CborValue.Bytes(string(argument));
      case 3 -> new CborValue.Text(text(argument));
      case 4 -> array(argument, depth);
      case 5 -> map(argument, depth);
      default -> new CborValue.Tagged(argument, item(depth + 1));
    };
  }

  private CborValue simple(int initial) throws EncodingException {
    return switch (initial & 0x1f) {
      case 20 -> CborValue.Simple.FALSE;
      case 21 -> CborValue.Simple.TRUE;
      case 22 -> CborValue.Simple.NULL;
      case 23 -> CborValue.Simple.UNDEFINED;
      case 25, 26, 27 -> throw error("a floating-point number");
      default -> throw error("an unsupported simple value");
    };
  }

  private long argument(int info) throws EncodingException {
    if (info < 24) {
      return info;
    }
    if (info > 27) {
      throw error(info == 31 ? "an indefinite length" : "a reserved length");
    }
    int length = 1 << (info - 24);
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | nextByte();
    }
    if (value < 0) {
      throw error("a number of 64 bits");
    }
    long least = length == 1 ? 24 : 1L << (4 * length);
    if (deterministic && value < least) {
      throw error("a number that is longer than needed");
    }
    return value;
  }

  private byte[] string(long length) throws EncodingException {
    if (length > bytes.length - at) {
      throw error("a string of " + length + " bytes that ends early");
    }
    byte[] string = Arrays.copyOfRange(bytes, at, at + (int) length);
    at += (int) length;
    return string;
  }

  private String text(long length) throws EncodingException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(string(length)))
          .toString();
    } catch (CharacterCodingException e) {
      throw error("text that is not UTF-8");
    }
  }

  private CborValue array(long length, int depth) throws EncodingException {
    checkCount(length);
    List<CborValue> list = new ArrayList<>((int) length);
    for (long i = 0; i < length; i++) {
      list.add(item(depth + 1));
    }
    return new CborValue.Array(list);
  }

  private CborValue map(long length, int depth) throws EncodingException {
    checkCount(length);
    Map<CborValue, CborValue> map = new LinkedHashMap<>();
    byte[] previous = new byte[0];
    for (long i = 0; i < length; i++) {
      int start = at;
      CborValue key = item(depth + 1);
      byte[] encoded = Arrays.copyOfRange(bytes, start, at);
      if (deterministic && i > 0 && Arrays.compareUnsigned(previous, encoded) > 0) {
        throw error("map keys out of order");
      }
      previous = encoded;
      if (map.put(key, item(depth + 1)) != null) {
        throw error("the map key " + EncodingException.shown(key.toString()) + " twice");
      }
    }
    return new CborValue.Dict(map);
  }

  // each item takes a byte at least
  private void checkCount(long length) throws EncodingException {
    if (length > bytes.length - at) {
      throw error("a length of " + length + " beyond the end");
    }
  }

  private int nextByte() throws EncodingException {
    if (at >= bytes.length) {
      throw error("the end");
    }
    return bytes[at++] & 0xff;
  }

  private EncodingException error(String what) {
    return new EncodingException("CBOR has " + what + " at byte " + at + " of " + bytes.length);
  }
}
