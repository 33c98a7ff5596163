package org.depinsdk.metering;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.proofs.MalformedEvidenceException;

/**
 * Reads Alfen's data sets: {@code AP;type;version;key;data set;signature;} with the last three in Base32. The signature
 * is over the 82 bytes of the data set, little-endian numbers:
 *
 * <pre>
 * 0 adapter id 10 | 10 firmware 4 | 14 checksum 2 | 16 meter id 10 | 26 status 4 | 30 second index 4 | 34 time 4
 * 38 OBIS 6 | 44 unit 1 | 45 scale 1 | 46 value 8 | 54 user id 20 | 74 session 4 | 78 page 4
 * </pre>
 */
final class Alfen {
  private static final int DATA_SET = 82;
  private static final int UNIT_WATT_HOUR = 30; // IEC 62056-62, unit 30 is Wh
  // meter errors 1, 2; adapter errors 16, 30, 31; start value mismatch 26
  private static final int ERRORS = 1 << 1 | 1 << 2 | 1 << 16 | 1 << 26 | 1 << 30 | 1 << 31;

  private Alfen() {}

  /** A record that begins with {@code AP;}. */
  static SignedMeterRecord parse(String record) throws MalformedEvidenceException {
    String[] parts = record.split(";", -1);
    boolean closed = parts.length == 7 && parts[6].isEmpty();
    if (parts.length != 6 && !closed) {
      throw MalformedEvidenceException.field(
          "record", parts.length, "AP and five parts, each ended by a semicolon");
    }
    ReadingMark mark = switch (parts[1]) {
      case "0" -> ReadingMark.BEGIN;
      case "1" -> ReadingMark.END;
      case "2" -> ReadingMark.CHARGING;
      default -> throw MalformedEvidenceException.field("type", parts[1], "0, 1 or 2");
    };
    if (!parts[2].equals("2") && !parts[2].equals("3")) {
      throw MalformedEvidenceException.field("version", parts[2], "2 or 3");
    }
    MeterKey key = MeterKey.ofPoint(MeterCurve.SECP192R1, base32("key", parts[3]));
    byte[] data = base32("data set", parts[4]);
    byte[] signature = base32("signature", parts[5]);
    if (data.length != DATA_SET || signature.length != 48) {
      throw MalformedEvidenceException.field(
          "data set and signature",
          data.length + " and " + signature.length,
          DATA_SET + " and 48 bytes");
    }
    return new SignedMeterRecord(
        MeterFormat.ALFEN,
        content(parts[2], data, mark),
        data,
        MeterCurve.SECP192R1,
        MeterSignature.raw(signature),
        Optional.of(key));
  }

  private static SignedMeterRecord.Content content(String version, byte[] data, ReadingMark mark)
      throws MalformedEvidenceException {
    ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    int status = in.getInt(26);
    long seconds = Integer.toUnsignedLong(in.getInt(34));
    String obis = (data[38] & 0xff) + "-" + (data[39] & 0xff) + ":" + (data[40] & 0xff) + "."
        + (data[41] & 0xff) + "." + (data[42] & 0xff) + "*" + (data[43] & 0xff);
    int scale = data[45];
    if (scale < -6 || scale > 9) {
      throw MalformedEvidenceException.field("scale", scale, "-6 to 9");
    }
    OptionalLong energy = data[44] == UNIT_WATT_HOUR
        ? Ocmf.milliWattHours("value", BigDecimal.valueOf(in.getLong(46)).movePointRight(scale + 3))
        : OptionalLong.empty();
    MeterReading reading = new MeterReading(
        Optional.of(Instant.ofEpochSecond(seconds)),
        MeterClock.INFORMATIVE,
        mark,
        Optional.of(EnergyRegister.parse(obis)),
        energy,
        (status & ERRORS) == 0,
        true,
        true);
    byte[] meter = new byte[10];
    in.get(16, meter);
    return new SignedMeterRecord.Content(
        version,
        Hex.encode(meter),
        Optional.of(new SignedMeterRecord.Pagination('T', Integer.toUnsignedLong(in.getInt(78)))),
        userId(data),
        List.of(reading));
  }

  private static String userId(byte[] data) {
    int length = 0;
    while (length < 20 && data[54 + length] > ' ' && data[54 + length] < 127) {
      length++;
    }
    return new String(data, 54, length, StandardCharsets.US_ASCII);
  }

  // RFC 4648 Base32, padding optional
  private static byte[] base32(String field, String text) throws MalformedEvidenceException {
    int length = text.length();
    while (length > 0 && text.charAt(length - 1) == '=' && text.length() - length < 6) {
      length--;
    }
    byte[] out = new byte[length * 5 / 8];
    int bits = 0;
    int buffer = 0;
    int at = 0;
    for (int i = 0; i < length; i++) {
      int digit = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(text.charAt(i));
      if (digit < 0) {
        throw MalformedEvidenceException.field(field, text, "in Base32");
      }
      buffer = (buffer << 5 | digit) & 0xfff;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        out[at++] = (byte) (buffer >>> bits);
      }
    }
    if (bits >= 5 || (buffer & ((1 << bits) - 1)) != 0) {
      throw MalformedEvidenceException.field(field, text, "in Base32 without bits left over");
    }
    return out;
  }
}
