package org.depinsdk.storage.pdp;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;

/** Reads the arguments of a call, in words from the first argument on. */
final class AbiReader {
  private static final int SELECTOR = 4;

  private final byte[] bytes;
  private final int words;

  AbiReader(byte[] calldata, String selector) throws EncodingException {
    byte[] expected = HexFormat.of().parseHex(selector);
    if (calldata.length < SELECTOR
        || !Arrays.equals(calldata, 0, SELECTOR, expected, 0, SELECTOR)) {
      throw new EncodingException("calldata must begin with " + selector);
    }
    this.bytes = calldata;
    this.words = (calldata.length - SELECTOR) / Abi.WORD;
  }

  Bytes32 word(int at) throws EncodingException {
    if (at < 0 || at >= words) {
      throw new EncodingException("calldata has " + words + " words; word " + at + " is missing");
    }
    return Bytes32.at(bytes, SELECTOR + Abi.WORD * at);
  }

  BigInteger number(int at) throws EncodingException {
    return new BigInteger(1, word(at).bytes());
  }

  int count(int at, int most) throws EncodingException {
    BigInteger count = number(at);
    if (count.bitLength() > 31 || count.intValueExact() > most) {
      throw new EncodingException("length of an array must be 0 to " + most + ", not " + count);
    }
    return count.intValueExact();
  }

  /** Where a dynamic value begins whose offset, counted from base, stands at a word. */
  int offset(int base, int at) throws EncodingException {
    BigInteger offset = number(at);
    if (offset.bitLength() > 31 || offset.intValueExact() % Abi.WORD != 0) {
      throw new EncodingException("an offset must be whole words in the calldata, not " + offset);
    }
    return base + offset.intValueExact() / Abi.WORD;
  }
}
