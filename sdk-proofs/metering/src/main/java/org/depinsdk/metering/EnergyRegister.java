package org.depinsdk.metering;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.depinsdk.proofs.MalformedEvidenceException;

/**
 * Which register of the meter a reading is from: an OBIS code (IEC 62056-61) in the spellings that meters use, such as
 * {@code 1-b:1.8.0}, {@code 1-0:1.8.0*198}, {@code 01-00:B2.08.00*FF}, {@code 1-b:1.8.e} and {@code 01-00:98.08.00.FF}.
 *
 * @param text as the meter wrote it, 1 to 25 characters
 * @param direction import, export or neither
 * @param transaction whether the register starts from zero with each session
 */
public record EnergyRegister(String text, Direction direction, boolean transaction) {
  /** Which way the energy flowed, seen from the grid. */
  public enum Direction {
    /** Into the vehicle. */
    IMPORT,
    /** Out of the vehicle. */
    EXPORT,
    /** Not an energy register that this package knows. */
    OTHER
  }

  private static final Pattern OBIS = Pattern.compile(
      "(?:[0-9A-Fa-f]{1,2}-[0-9A-Fa-f]{1,2}:)?([0-9A-Fa-f]{1,2}|152|156)\\.([0-9A-Fa-f]{1,2})\\.([0-9A-Fa-f]{1,2})(?:[.*]([0-9A-Fa-f]{1,3}))?");

  /**
   * Reads an OBIS code.
   *
   * @param text the code
   * @return the register; one of an unknown code is {@link Direction#OTHER}
   * @throws MalformedEvidenceException if the text is empty, too long or not printable
   */
  public static EnergyRegister parse(String text) throws MalformedEvidenceException {
    if (text.isEmpty() || text.length() > 25 || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw MalformedEvidenceException.field("RI", text, "1 to 25 printable characters");
    }
    Matcher m = OBIS.matcher(text);
    if (!m.matches() || !trimmed(m.group(2)).equals("8")) {
      return new EnergyRegister(text, Direction.OTHER, false);
    }
    String value = trimmed(m.group(1)).toUpperCase(java.util.Locale.ROOT);
    // spec| OCMF 1.4 table 25: B0/B1 total and B2/B3 transaction import, C0/C1 and C2/C3 export
    // spec| DZG GSH01: 152 (hexadecimal 98) transaction import and 156 (9C) total import of the
    // device
    // spec| 1-0:1.8.0*198 is the transaction register of SunSpec based meters (BAUER BSM)
    boolean storage198 = Optional.ofNullable(m.group(4)).filter("198"::equals).isPresent();
    return switch (value) {
      case "1", "B0", "B1", "9C", "156" -> new EnergyRegister(text, Direction.IMPORT, storage198);
      case "B2", "B3", "98", "152" -> new EnergyRegister(text, Direction.IMPORT, true);
      case "2", "C0", "C1" -> new EnergyRegister(text, Direction.EXPORT, storage198);
      case "C2", "C3" -> new EnergyRegister(text, Direction.EXPORT, true);
      default -> new EnergyRegister(text, Direction.OTHER, false);
    };
  }

  private static String trimmed(String digits) {
    return digits.length() == 2 && digits.charAt(0) == '0' ? digits.substring(1) : digits;
  }
}
