package org.depinsdk.storage.piece;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The numbers of Go's {@code math/rand} as bytes, from the first 607 numbers on: an additive lagged Fibonacci generator. Written by
 * hand, as no library on the JVM has it.
 */
final class GoRandom {
  private static final int LENGTH = 607;
  private static final int TAP = 273;

  private final long[] words = new long[LENGTH];
  private int next;
  private boolean first = true;

  GoRandom(byte[] firstWords) {
    ByteBuffer.wrap(firstWords).asLongBuffer().get(words);
  }

  /** Fills an array whose length is a multiple of four. */
  void fill(byte[] bytes) {
    ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (out.hasRemaining()) {
      out.putInt((int) (next() >>> 31));
    }
  }

  private long next() {
    if (!first) {
      words[next] += words[next >= TAP ? next - TAP : next - TAP + LENGTH];
    }
    long word = words[next++];
    if (next == LENGTH) {
      next = 0;
      first = false;
    }
    return word;
  }
}
