package org.depinsdk.attestation.webauthn;

import org.depinsdk.core.encoding.CborReader;
import org.depinsdk.core.encoding.EncodingException;

/** Finds where a CBOR item ends that is followed by something else. What the item is, {@link CborReader} says. */
final class CborPrefix {
  private CborPrefix() {}

  /** The length of the first item; does not call itself, however deep the item is. */
  static int length(byte[] bytes) throws EncodingException {
    long at = 0;
    long items = 1;
    while (items > 0) {
      if (at >= bytes.length) {
        throw new EncodingException("CBOR ends within its first item");
      }
      int initial = bytes[(int) at] & 0xff;
      int info = initial & 0x1f;
      int width = info < 24 ? 0 : 1 << (info - 24);
      if (info > 27 || at + 1 + width > bytes.length) {
        throw new EncodingException("CBOR has no definite length at byte " + at);
      }
      long argument = info < 24 ? info : 0;
      for (int i = 1; i <= width; i++) {
        argument = argument << 8 | bytes[(int) at + i] & 0xff;
      }
      if (argument < 0 || initial >>> 5 > 1 && initial >>> 5 < 7 && argument > Integer.MAX_VALUE) {
        throw new EncodingException("CBOR has a length of 64 bits at byte " + at);
      }
      at += 1 + width;
      items--;
      switch (initial >>> 5) {
        case 2, 3 -> at += argument;
        case 4 -> items += argument;
        case 5 -> items += 2 * argument;
        case 6 -> items++;
        default -> {
          // a number or simple value has nothing after its head
        }
      }
    }
    if (at > bytes.length) {
      throw new EncodingException("CBOR ends within its first item");
    }
    return (int) at;
  }
}
