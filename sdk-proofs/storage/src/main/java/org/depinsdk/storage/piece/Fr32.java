package org.depinsdk.storage.piece;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Expands raw bytes so that each 32 bytes are a number below the order of the BLS12-381 scalar field, as Filecoin does: 127 raw
 * bytes are 1016 bits (the low bit of a byte first), cut into four times 254 bits, each of which gets two zero bits at its end.
 *
 * <p>Works in whole blocks only, so that cutting the work between two blocks never changes the result.
 */
public final class Fr32 {
  /** Raw bytes of a block. */
  public static final int RAW_BLOCK = 127;

  /** Expanded bytes of a block: four leaves. */
  public static final int EXPANDED_BLOCK = 128;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_62 = -1L >>> 2;

  private Fr32() {}

  /**
   * Expands whole blocks.
   *
   * @param raw holds {@value #RAW_BLOCK} bytes for each block
   * @param rawOffset where the first block begins
   * @param out takes {@value #EXPANDED_BLOCK} bytes for each block
   * @param outOffset where the first block goes
   * @param blocks how many
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void expand(byte[] raw, int rawOffset, byte[] out, int outOffset, int blocks) {
    for (int block = 0; block < blocks; block++) {
      int from = rawOffset + block * RAW_BLOCK;
      int to = outOffset + block * EXPANDED_BLOCK;
      // each leaf begins two bits earlier in its first word than the one before
      long w3 = leaf(raw, from, 0, (long) LONG.get(raw, from + 24), 0, out, to);
      long w7 = leaf(raw, from + 32, w3, (long) LONG.get(raw, from + 56), 2, out, to + 32);
      long w11 = leaf(raw, from + 64, w7, (long) LONG.get(raw, from + 88), 4, out, to + 64);
      // the last word has seven bytes
      leaf(raw, from + 96, w11, (long) LONG.get(raw, from + 119) >>> 8, 6, out, to + 96);
    }
  }

  private static long leaf(
      byte[] raw, int from, long before, long w3, int shift, byte[] out, int to) {
    long w0 = (long) LONG.get(raw, from);
    long w1 = (long) LONG.get(raw, from + 8);
    long w2 = (long) LONG.get(raw, from + 16);
    // a shift by 64 - shift that is none for 0
    int back = 63 - shift;
    LONG.set(out, to, w0 << shift | before >>> 1 >>> back);
    LONG.set(out, to + 8, w1 << shift | w0 >>> 1 >>> back);
    LONG.set(out, to + 16, w2 << shift | w1 >>> 1 >>> back);
    LONG.set(out, to + 24, (w3 << shift | w2 >>> 1 >>> back) & LOW_62);
    return w3;
  }

  /**
   * Takes whole blocks back to raw bytes. The two bits that expansion adds to each leaf are dropped.
   *
   * @param expanded holds {@value #EXPANDED_BLOCK} bytes for each block
   * @param offset where the first block begins
   * @param raw takes {@value #RAW_BLOCK} bytes for each block
   * @param rawOffset where the first block goes
   * @param blocks how many
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void contract(byte[] expanded, int offset, byte[] raw, int rawOffset, int blocks) {
    for (int block = 0; block < blocks; block++) {
      int from = offset + block * EXPANDED_BLOCK;
      int to = rawOffset + block * RAW_BLOCK;
      for (int word = 0; word < 16; word++) {
        int shift = 2 * (word >> 2);
        boolean last = (word & 3) == 3;
        long bits = (long) LONG.get(expanded, from + 8 * word);
        bits = (last ? bits & LOW_62 : bits) >>> shift;
        int taken = (last ? 62 : 64) - shift;
        if (taken < 64 && word < 15) {
          bits |= (long) LONG.get(expanded, from + 8 * (word + 1)) << taken;
        }
        if (word < 15) {
          LONG.set(raw, to + 8 * word, bits);
        } else {
          for (int i = 0; i < 7; i++) {
            raw[to + 120 + i] = (byte) (bits >>> 8 * i);
          }
        }
      }
    }
  }
}
