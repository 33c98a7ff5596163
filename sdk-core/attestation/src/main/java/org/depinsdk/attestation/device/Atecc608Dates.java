package org.depinsdk.attestation.device;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.depinsdk.core.encoding.EncodingException;

/**
 * The life of a certificate as the 72-byte form of Microchip's secure elements stores it in three bytes: five bits of the year since
 * 2000, four of the month, five of the day, five of the hour, five of the years until it ends (application note 8974). What does not
 * fit is refused, because the device would rebuild another certificate than the one that was signed.
 *
 * @param from the first second: on the hour, in the years 2000 to 2031
 * @param years how many years it lives, 1 to 31, or 0 if it has no end
 */
public record Atecc608Dates(Instant from, int years) {
  private static final int BYTES = 3;
  private static final int FIRST_YEAR = 2000;
  private static final int FIVE_BITS = 31;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if the three bytes cannot hold them
   */
  public Atecc608Dates {
    LocalDateTime start = LocalDateTime.ofInstant(from, ZoneOffset.UTC);
    if (start.getYear() < FIRST_YEAR || start.getYear() > FIRST_YEAR + FIVE_BITS) {
      throw new IllegalArgumentException("from must be in the years 2000 to 2031, not " + from);
    }
    if (start.getMinute() != 0 || start.getSecond() != 0 || start.getNano() != 0) {
      throw new IllegalArgumentException("from must be on the hour, not " + from);
    }
    if (years < 0 || years > FIVE_BITS) {
      throw new IllegalArgumentException("years must be 1 to 31, or 0 for no end, not " + years);
    }
  }

  /**
   * The last second.
   *
   * @return {@link DeviceCa#NO_END} if it has no end
   */
  public Instant until() {
    return years == 0
        ? DeviceCa.NO_END
        : LocalDateTime.ofInstant(from, ZoneOffset.UTC).plusYears(years).toInstant(ZoneOffset.UTC);
  }

  /**
   * Writes the three bytes.
   *
   * @return what {@link #parse} reads
   */
  public byte[] toBytes() {
    LocalDateTime start = LocalDateTime.ofInstant(from, ZoneOffset.UTC);
    int bits = start.getYear() - FIRST_YEAR;
    bits = bits << 4 | start.getMonthValue();
    bits = bits << 5 | start.getDayOfMonth();
    bits = bits << 5 | start.getHour();
    bits = bits << 5 | years;
    return new byte[] {(byte) (bits >> 16), (byte) (bits >> 8), (byte) bits};
  }

  /**
   * Reads the three bytes.
   *
   * @param bytes as the chip stores them
   * @return the dates
   * @throws EncodingException if they are no date
   */
  public static Atecc608Dates parse(byte[] bytes) throws EncodingException {
    if (bytes.length != BYTES) {
      throw new EncodingException("dates have " + BYTES + " bytes, not " + bytes.length);
    }
    int bits = (bytes[0] & 0xff) << 16 | (bytes[1] & 0xff) << 8 | bytes[2] & 0xff;
    try {
      return new Atecc608Dates(
          LocalDateTime.of(
                  FIRST_YEAR + (bits >> 19), bits >> 15 & 15, bits >> 10 & 31, bits >> 5 & 31, 0)
              .toInstant(ZoneOffset.UTC),
          bits & FIVE_BITS);
    } catch (DateTimeException e) {
      throw new EncodingException("dates: " + e.getMessage());
    }
  }
}
