package org.depinsdk.core.identity.internal.ed25519;

/** Cuts numbers of four words into windows of bits. */
final class Windows {
  private Windows() {}

  /**
   * Some bits of a number.
   *
   * @param words four words, least significant first
   * @param at the lowest bit, 0 to 255
   * @param width 1 to 16; bits from 256 on are 0
   * @return the bits
   */
  static int bits(long[] words, int at, int width) {
    int word = at >>> 6;
    int shift = at & 63;
    long value = words[word] >>> shift;
    if (shift + width > 64 && word < 3) {
      value |= words[word + 1] << (64 - shift);
    }
    return (int) value & (1 << width) - 1;
  }

  /**
   * Signed windows: the number is the sum of digit i times 2^(width i), each digit from -(2^(width-1) - 1) to 2^(width-1).
   *
   * @param words a number below 2^255
   * @param width 2 to 15
   * @param digits takes the digits
   * @param at where the first one goes
   * @param step how far the next one is from it
   * @param count how many there are
   */
  static void signed(long[] words, int width, short[] digits, int at, int step, int count) {
    int carry = 0;
    for (int i = 0; i < count; i++) {
      int digit = bits(words, i * width, width) + carry;
      carry = digit > 1 << (width - 1) ? 1 : 0;
      digits[at + i * step] = (short) (digit - (carry << width));
    }
  }
}
