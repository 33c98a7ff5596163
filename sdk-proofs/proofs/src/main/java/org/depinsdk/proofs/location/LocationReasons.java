package org.depinsdk.proofs.location;

import org.depinsdk.core.report.ReasonCode;

/** What a location verdict can say. The first block is in the order in which a fix is checked. */
public final class LocationReasons {
  /** The fix lies outside the epoch; it does not count. */
  public static final ReasonCode OUTSIDE_EPOCH = new ReasonCode("location.outside-epoch");

  /** The receiver is not sure enough of the fix; it does not count. */
  public static final ReasonCode INACCURATE = new ReasonCode("location.inaccurate");

  /** The registry knows no place of the device; the fix does not count. */
  public static final ReasonCode NOT_ASSERTED = new ReasonCode("location.not-asserted");

  /** The fix is further from the asserted place than allowed; it does not count. */
  public static final ReasonCode ELSEWHERE = new ReasonCode("location.elsewhere");

  /** Nothing moves as fast as from the fix before to this one: the device is not believed in this epoch. */
  public static final ReasonCode TELEPORT = new ReasonCode("location.teleport");

  /** Light does not come from the asserted place to the landmark and back so soon: the device is not believed. */
  public static final ReasonCode FASTER_THAN_LIGHT = new ReasonCode("location.faster-than-light");

  /**
   * More independent operators heard the device where it does not say that it is than where it does: it is not believed.
   */
  public static final ReasonCode HEARD_ELSEWHERE = new ReasonCode("location.heard-elsewhere");

  /** The device moved lately: its new place counts after the cool-down. */
  public static final ReasonCode COOL_DOWN = new ReasonCode("location.cool-down");

  /** More devices are in the cell than it has room for; the younger ones do not count. */
  public static final ReasonCode CROWDED = new ReasonCode("location.crowded");

  /** Fewer fixes than asked for. */
  public static final ReasonCode TOO_FEW_FIXES = new ReasonCode("location.too-few-fixes");

  /** Fewer independent operators than asked for heard the device at its place. */
  public static final ReasonCode TOO_FEW_WITNESSES = new ReasonCode("location.too-few-witnesses");

  /** No two fixes in different cells, although movement is asked for. */
  public static final ReasonCode NOT_MOVED = new ReasonCode("location.not-moved");

  /** Two fixes in different cells, with both cells and times. */
  public static final ReasonCode MOVED = new ReasonCode("location.moved");

  /** How many fixes count. */
  public static final ReasonCode FIXES = new ReasonCode("location.fixes");

  /** A round trip of a device that is no landmark, has no place, or belongs to the target's operator; it does not count. */
  public static final ReasonCode NOT_A_LANDMARK = new ReasonCode("location.not-a-landmark");

  /** A round trip that was compared. */
  public static final ReasonCode ROUND_TRIP = new ReasonCode("location.round-trip");

  /** A sighting where one of the two has no place, or both belong to one operator; it does not count. */
  public static final ReasonCode NOT_A_WITNESS = new ReasonCode("location.not-a-witness");

  /** A sighting that was compared. */
  public static final ReasonCode SIGHTING = new ReasonCode("location.sighting");

  private LocationReasons() {}
}
