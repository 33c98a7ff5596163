package org.depinsdk.metering;

import java.math.BigInteger;
import java.util.Arrays;
import org.depinsdk.proofs.MalformedEvidenceException;

/**
 * An ECDSA signature and the form in which it was written.
 *
 * @param r the first number
 * @param s the second number
 * @param form how the meter wrote it
 */
record MeterSignature(BigInteger r, BigInteger s, Form form) {
  /** How a signature was written. */
  enum Form {
    /** DER, as OCMF asks. */
    DER,
    /** A DER sequence of two integers that lack the leading zero or have one too many (eBZ LD3 meters). */
    UNSIGNED_DER,
    /** r and s side by side, as IEEE P1363 (Isabellenhuette and Alfen). */
    RAW
  }

  static MeterSignature read(byte[] bytes, MeterCurve curve, RecordRules rules)
      throws MalformedEvidenceException {
    int field = curve.fieldBytes();
    if (bytes.length == 2 * field && !looksLikeDer(bytes)) {
      if (!rules.rawSignatures()) {
        throw MalformedEvidenceException.field("SD", "r and s side by side", "DER");
      }
      return raw(bytes);
    }
    Der outer = new Der(bytes);
    Der sequence = outer.enter(Der.SEQUENCE, "SD");
    outer.end("SD");
    byte[] r = sequence.next(Der.INTEGER, "SD: r");
    byte[] s = sequence.next(Der.INTEGER, "SD: s");
    sequence.end("SD");
    if (r.length > field + 1 || s.length > field + 1 || r.length == 0 || s.length == 0) {
      throw MalformedEvidenceException.field(
          "SD", r.length + " and " + s.length, "two numbers of 1 to " + (field + 1) + " bytes");
    }
    boolean strict = Der.isMinimalPositive(r) && Der.isMinimalPositive(s);
    if (!strict && !rules.unsignedDer()) {
      throw MalformedEvidenceException.field(
          "SD", "other integers", "minimal positive integers in DER");
    }
    return new MeterSignature(
        Der.unsigned(r), Der.unsigned(s), strict ? Form.DER : Form.UNSIGNED_DER);
  }

  static MeterSignature raw(byte[] bytes) {
    int half = bytes.length / 2;
    return new MeterSignature(
        new BigInteger(1, Arrays.copyOfRange(bytes, 0, half)),
        new BigInteger(1, Arrays.copyOfRange(bytes, half, bytes.length)),
        Form.RAW);
  }

  // a DER sequence whose length fits exactly; a raw r can start with 30 by chance
  private static boolean looksLikeDer(byte[] bytes) {
    boolean longLength = (bytes[1] & 0xff) == 0x81;
    int header = longLength ? 3 : 2;
    int length = bytes[header - 1] & 0xff;
    return bytes[0] == Der.SEQUENCE
        && header + length == bytes.length
        && bytes[header] == Der.INTEGER;
  }
}
