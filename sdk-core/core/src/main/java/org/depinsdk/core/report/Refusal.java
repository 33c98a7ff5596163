package org.depinsdk.core.report;

/**
 * Why a network refuses a report, a session or an instruction.
 *
 * @param reason a stable code
 * @param detail facts for people
 */
public record Refusal(ReasonCode reason, String detail) implements Admission {
  @Override
  public String toString() {
    return reason + ": " + detail;
  }
}
