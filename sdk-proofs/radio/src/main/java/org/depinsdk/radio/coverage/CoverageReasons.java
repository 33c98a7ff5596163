package org.depinsdk.radio.coverage;

import org.depinsdk.core.report.ReasonCode;

/** What a coverage verdict can say. The first block is in the order in which a claim is checked. */
public final class CoverageReasons {
  /** The device is not active in the registry; its report does not count. */
  public static final ReasonCode NOT_ACTIVE = new ReasonCode("coverage.not-active");

  /** A later claim of the device about the same area replaces this one. */
  public static final ReasonCode SUPERSEDED = new ReasonCode("coverage.superseded");

  /** A sanction denies the radio; it gets no points and takes no rank. */
  public static final ReasonCode BANNED = new ReasonCode("coverage.banned");

  /** The registry knows no place of the radio. */
  public static final ReasonCode NOT_ASSERTED = new ReasonCode("coverage.not-asserted");

  /** The cells have another resolution than the policy asks for. */
  public static final ReasonCode WRONG_RESOLUTION = new ReasonCode("coverage.wrong-resolution");

  /** The claim reaches further from the asserted place than the policy believes. */
  public static final ReasonCode REACHES_TOO_FAR = new ReasonCode("coverage.reaches-too-far");

  /** No validated location of the last 24 h, or all too far from the asserted place: trust is zero. */
  public static final ReasonCode NOT_TRUSTED = new ReasonCode("coverage.not-trusted");

  /** The uplink fails its speed tests, or there are too few. */
  public static final ReasonCode TOO_SLOW = new ReasonCode("coverage.too-slow");

  /** Enough independent measurements of a cell are weaker than claimed; the measured level counts. */
  public static final ReasonCode CONTRADICTED = new ReasonCode("coverage.contradicted");

  /** A measurement of somebody who may not measure, or of a radio of the same operator; it does not count. */
  public static final ReasonCode NOT_INDEPENDENT = new ReasonCode("coverage.not-independent");

  /** What the radio covers and what it is worth. */
  public static final ReasonCode POINTS = new ReasonCode("coverage.points");

  /** How many measurements of the device were used. */
  public static final ReasonCode MEASURED = new ReasonCode("coverage.measured");

  private CoverageReasons() {}
}
