package org.depinsdk.metering;

import java.util.List;
import java.util.regex.Pattern;
import org.depinsdk.proofs.Fields;

/**
 * Evidence of {@code metering/1}: one charging session, as the meter signed it.
 *
 * @param registration which meter it was, and where it stands
 * @param session the station's name of the session, 1 to 64 of {@code A-Z a-z 0-9 . _ : -}
 * @param records the signed records as the meter wrote them, 1 to {@value #MAX_RECORDS}: one of the whole session, or one
 *     of its begin and one of its end; records of the time between are welcome
 */
public record MeteringSession(
    MeterRegistration registration, String session, List<String> records) {
  /** Most records of one session. */
  public static final int MAX_RECORDS = 16;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

  /** Checks the name and the number of records. */
  public MeteringSession {
    Fields.check(
        NAME.matcher(session).matches(), "session", session, "1 to 64 of A-Z a-z 0-9 . _ : -");
    Fields.size("records", records.size(), 1, MAX_RECORDS, "records");
    records = List.copyOf(records);
  }
}
