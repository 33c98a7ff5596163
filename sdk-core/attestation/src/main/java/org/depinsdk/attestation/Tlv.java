package org.depinsdk.attestation;

/** Lengths of the type-length-value triples of ASN.1 (X.690), within bytes that were read as ASN.1 already. */
final class Tlv {
  private Tlv() {}

  /** How many bytes type and length take, for a type of one byte and a definite length. */
  static int headerLength(byte[] bytes, int at) {
    int first = bytes[at + 1] & 0xff;
    return first < 0x80 ? 2 : 2 + (first & 0x7f);
  }

  /** How many bytes the whole triple takes. */
  static int length(byte[] bytes, int at) {
    int first = bytes[at + 1] & 0xff;
    int header = headerLength(bytes, at);
    int length = first < 0x80 ? first : 0;
    for (int i = at + 2; i < at + header; i++) {
      length = length << 8 | bytes[i] & 0xff;
    }
    return header + length;
  }
}
