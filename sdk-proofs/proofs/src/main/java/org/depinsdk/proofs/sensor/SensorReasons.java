package org.depinsdk.proofs.sensor;

import org.depinsdk.core.report.ReasonCode;

/** What a sensor verdict can say. The first block is in the order in which a reading is checked. */
public final class SensorReasons {
  /** The sensor is not in the area that it names; its report does not count. */
  public static final ReasonCode WRONG_AREA = new ReasonCode("sensor.wrong-area");

  /** Readings outside the epoch; they do not count. */
  public static final ReasonCode OUTSIDE_EPOCH = new ReasonCode("sensor.outside-epoch");

  /** Readings that the quantity cannot have; they do not count. */
  public static final ReasonCode OUT_OF_RANGE = new ReasonCode("sensor.out-of-range");

  /** Readings that leave the one before by more than the quantity changes; they do not count. */
  public static final ReasonCode JUMP = new ReasonCode("sensor.jump");

  /** Readings that stayed the same for longer than the quantity does; they do not count. */
  public static final ReasonCode STUCK = new ReasonCode("sensor.stuck");

  /** Intervals in which the sensor disagrees with the median of its neighbours; they do not count. */
  public static final ReasonCode DISAGREES = new ReasonCode("sensor.disagrees");

  /** How many intervals count of how many expected. */
  public static final ReasonCode QUALITY = new ReasonCode("sensor.quality");

  private SensorReasons() {}
}
