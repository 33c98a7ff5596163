package org.depinsdk.core.report;

import org.jspecify.annotations.Nullable;

/** Report bytes that do not parse or break a limit. The message names the field and the value. */
public final class MalformedReportException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * A malformed report.
   *
   * @param message the field, the value and what was expected
   */
  public MalformedReportException(@Nullable String message) {
    super(message);
  }
}
