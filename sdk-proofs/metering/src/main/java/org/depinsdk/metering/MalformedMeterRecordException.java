package org.depinsdk.metering;

import org.jspecify.annotations.Nullable;

/** A meter's record, key or signature that breaks the rules of its format. The message names the field and the value. */
public final class MalformedMeterRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * A malformed record.
   *
   * @param message the field, the value and what was expected
   */
  public MalformedMeterRecordException(@Nullable String message) {
    super(message);
  }
}
