package org.depinsdk.metering;

/**
 * How strictly signed records are read. Real meters break their own standard in known ways; each is a switch here, so
 * that a network decides by policy and not by accident.
 *
 * @param surroundingWhitespace take records with blanks and line ends around them
 * @param unsignedDer take DER signatures whose integers lack the leading zero byte (eBZ LD3 meters)
 * @param rawSignatures take r and s side by side where OCMF says DER (Isabellenhuette)
 * @param maxMinorVersion highest 1.x of OCMF that is read
 */
public record RecordRules(
    boolean surroundingWhitespace,
    boolean unsignedDer,
    boolean rawSignatures,
    int maxMinorVersion) {

  /** The letter of the standard, and what S.A.F.E.'s transparency software 1.4.1 takes: OCMF up to 1.3. */
  public static final RecordRules STRICT = new RecordRules(false, false, false, 3);

  /** What meters in the field send, wherever the signature itself verifies: OCMF up to 1.4. The default. */
  public static final RecordRules FIELD = new RecordRules(true, true, true, 4);
}
