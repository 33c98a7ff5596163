package org.depinsdk.storage.erasure;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/**
 * Computes linear combinations of shards, many bytes at once. There are no tables of products: a JIT cannot vectorise look-ups,
 * but it does vectorise shifts and exclusive-ors of longs. A product with a constant is Horner's rule over the constant's bits:
 * all shards whose coefficient has the highest bit are added up, the sum is doubled, those with the next bit are added, and so
 * on. Doubling eight bytes in a long takes a few shifts.
 */
final class Combiner {
  // longs of a shard that are worked on at a time, so that all of them stay in the processor's
  // first cache
  private static final int WORDS = 256;
  private static final long LOW_7 = 0x7f7f7f7f7f7f7f7fL;
  private static final long LOWEST = 0x0101010101010101L;

  private final int[][] rows;
  private final long[][] in;
  private final long[] sum = new long[WORDS];

  /** Combinations with these coefficients, one for each output row. */
  Combiner(int[][] rows) {
    this.rows = rows;
    this.in = new long[rows.length == 0 ? 0 : rows[0].length][WORDS];
  }

  /**
   * Computes all rows.
   *
   * @param inputs one for each coefficient, all of one length
   * @param outputs one for each row, of the same length
   */
  void combine(byte[][] inputs, byte[][] outputs) {
    int length = rows.length == 0 ? 0 : inputs[0].length;
    LongBuffer[] sources = new LongBuffer[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      sources[i] = longs(inputs[i]);
    }
    LongBuffer[] targets = new LongBuffer[rows.length];
    for (int r = 0; r < rows.length; r++) {
      targets[r] = longs(outputs[r]);
    }
    int words = length / Long.BYTES;
    for (int at = 0; at < words; at += WORDS) {
      int count = Math.min(WORDS, words - at);
      for (int i = 0; i < sources.length; i++) {
        sources[i].get(at, in[i], 0, count);
      }
      for (int r = 0; r < rows.length; r++) {
        row(rows[r], count);
        targets[r].put(at, sum, 0, count);
      }
    }
    for (int at = words * Long.BYTES; at < length; at++) {
      for (int r = 0; r < rows.length; r++) {
        int value = 0;
        for (int i = 0; i < inputs.length; i++) {
          value ^= Galois.multiply(rows[r][i], inputs[i][at] & 0xff);
        }
        outputs[r][at] = (byte) value;
      }
    }
  }

  private static LongBuffer longs(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asLongBuffer();
  }

  private void row(int[] coefficients, int count) {
    java.util.Arrays.fill(sum, 0, count, 0);
    boolean empty = true;
    for (int bit = 7; bit >= 0; bit--) {
      if (!empty) {
        twice(sum, count);
      }
      int pending = -1;
      for (int i = 0; i < in.length; i++) {
        if ((coefficients[i] >> bit & 1) == 1) {
          empty = false;
          if (pending < 0) {
            pending = i;
          } else {
            add(sum, in[pending], in[i], count);
            pending = -1;
          }
        }
      }
      if (pending >= 0) {
        add(sum, in[pending], count);
      }
    }
  }

  private static void twice(long[] sum, int count) {
    for (int i = 0; i < count; i++) {
      long x = sum[i];
      long high = x >>> 7 & LOWEST;
      sum[i] = (x & LOW_7) << 1 ^ high ^ high << 2 ^ high << 3 ^ high << 4;
    }
  }

  private static void add(long[] sum, long[] one, int count) {
    for (int i = 0; i < count; i++) {
      sum[i] ^= one[i];
    }
  }

  private static void add(long[] sum, long[] one, long[] other, int count) {
    for (int i = 0; i < count; i++) {
      sum[i] ^= one[i] ^ other[i];
    }
  }
}
