package org.depinsdk.storage.pdp;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of Ethereum's contract ABI that PDPVerifier's calls need. Written by hand because the library for all of it is no Java
 * module and would come with every verifier.
 */
final class Abi {
  static final int WORD = 32;

  private Abi() {}

  /** A value: its bytes, and whether it stands behind an offset. */
  record Value(byte[] bytes, boolean dynamic) {}

  static Value number(BigInteger number) {
    if (number.signum() < 0 || number.bitLength() > 8 * WORD) {
      throw new IllegalArgumentException("a uint256 is 0 or more and below 2^256, not " + number);
    }
    byte[] bytes = number.toByteArray();
    ByteBuffer word = ByteBuffer.allocate(WORD);
    int skipped = Math.max(0, bytes.length - WORD);
    word.position(WORD - bytes.length + skipped).put(bytes, skipped, bytes.length - skipped);
    return new Value(word.array(), false);
  }

  static Value number(long number) {
    return number(BigInteger.valueOf(number));
  }

  static Value word(byte[] bytes32) {
    return new Value(bytes32, false);
  }

  static Value bytes(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(number(bytes.length).bytes());
    out.writeBytes(bytes);
    out.writeBytes(new byte[(WORD - bytes.length % WORD) % WORD]);
    return new Value(out.toByteArray(), true);
  }

  static Value array(List<Value> elements) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(number(elements.size()).bytes());
    out.writeBytes(sequence(elements));
    return new Value(out.toByteArray(), true);
  }

  static Value tuple(Value... parts) {
    boolean dynamic = false;
    for (Value part : parts) {
      dynamic |= part.dynamic();
    }
    return new Value(sequence(List.of(parts)), dynamic);
  }

  /** A call: the selector and its arguments. */
  static byte[] call(String selector, Value... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(java.util.HexFormat.of().parseHex(selector));
    out.writeBytes(sequence(List.of(arguments)));
    return out.toByteArray();
  }

  private static byte[] sequence(List<Value> parts) {
    int head = 0;
    for (Value part : parts) {
      head += part.dynamic() ? WORD : part.bytes().length;
    }
    ByteArrayOutputStream heads = new ByteArrayOutputStream();
    ByteArrayOutputStream tails = new ByteArrayOutputStream();
    for (Value part : parts) {
      if (part.dynamic()) {
        heads.writeBytes(number(head + tails.size()).bytes());
        tails.writeBytes(part.bytes());
      } else {
        heads.writeBytes(part.bytes());
      }
    }
    heads.writeBytes(tails.toByteArray());
    return heads.toByteArray();
  }

  static List<Value> numbers(List<Long> numbers) {
    List<Value> values = new ArrayList<>();
    numbers.forEach(n -> values.add(number(n)));
    return values;
  }
}
