package org.depinsdk.metering;

import org.depinsdk.proofs.MalformedEvidenceException;

/** The formats of signed meter values that this package reads. */
public enum MeterFormat {
  /** Open Charge Metering Format, S.A.F.E. e.V., versions 0.1 to 1.4. */
  OCMF,
  /** Alfen's "AP" data sets. */
  ALFEN;

  /** Longest record that is read, in characters. */
  public static final int MAX_RECORD = 16 * 1024;

  /**
   * Reads a record in any of the formats; its first characters tell which.
   *
   * @param text the record as it came
   * @param rules how strictly
   * @return the record, its signature not yet verified
   * @throws MalformedEvidenceException if the text is no such record
   */
  public static SignedMeterRecord parse(String text, RecordRules rules)
      throws MalformedEvidenceException {
    if (text.length() > MAX_RECORD) {
      throw MalformedEvidenceException.field(
          "record", text.length(), "at most " + MAX_RECORD + " characters");
    }
    String record = rules.surroundingWhitespace() ? text.strip() : text;
    if (record.startsWith("AP;")) {
      return Alfen.parse(record);
    }
    return Ocmf.parse(record, rules);
  }
}
