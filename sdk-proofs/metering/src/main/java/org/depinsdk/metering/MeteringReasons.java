package org.depinsdk.metering;

import org.depinsdk.core.report.ReasonCode;

/** Why {@code metering/1} counts a session or does not. */
public final class MeteringReasons {
  /** The session counted. Facts: session, milliWattHours, begin, end, page. */
  public static final ReasonCode ACCEPTED = new ReasonCode("metering.session-accepted");

  /** Manufacturer's or owner's signature on the registration does not verify. */
  public static final ReasonCode REGISTRATION_INVALID =
      new ReasonCode("metering.registration-invalid");

  /** The network's policy does not know the manufacturer. */
  public static final ReasonCode MANUFACTURER_UNKNOWN =
      new ReasonCode("metering.manufacturer-unknown");

  /** The registration's owner is not the station's operator when the report came. */
  public static final ReasonCode OWNER_MISMATCH = new ReasonCode("metering.owner-mismatch");

  /** The meter's key is registered to another station, or to two. */
  public static final ReasonCode KEY_SHARED = new ReasonCode("metering.key-shared");

  /** A record is not in a known format. */
  public static final ReasonCode RECORD_MALFORMED = new ReasonCode("metering.record-malformed");

  /** A record's signature is not the registered meter's. */
  public static final ReasonCode SIGNATURE_INVALID = new ReasonCode("metering.signature-invalid");

  /** A record shows another serial number than the registration. */
  public static final ReasonCode SERIAL_MISMATCH = new ReasonCode("metering.serial-mismatch");

  /** The records do not hold one begin and one end of the same import register. */
  public static final ReasonCode SESSION_INCOMPLETE = new ReasonCode("metering.session-incomplete");

  /** The meter reports a fault. */
  public static final ReasonCode METER_FAULT = new ReasonCode("metering.meter-fault");

  /** The meter says that its energy must not be billed. */
  public static final ReasonCode NOT_BILLABLE = new ReasonCode("metering.energy-not-billable");

  /** The meter's clock is not good enough to place the session. */
  public static final ReasonCode CLOCK_UNRELIABLE = new ReasonCode("metering.clock-unreliable");

  /** The session did not end in the judged epoch. */
  public static final ReasonCode OUTSIDE_EPOCH = new ReasonCode("metering.outside-epoch");

  /** The session is longer than the policy allows, or ends before it begins. */
  public static final ReasonCode DURATION_IMPLAUSIBLE =
      new ReasonCode("metering.duration-implausible");

  /** The register falls, inside the session or since the session before. */
  public static final ReasonCode REGISTER_BACKWARDS = new ReasonCode("metering.register-backwards");

  /** More energy than the station's plate allows in the time. */
  public static final ReasonCode POWER_ABOVE_PLATE = new ReasonCode("metering.power-above-plate");

  /** A record of the session was reported before. */
  public static final ReasonCode SESSION_REPLAYED = new ReasonCode("metering.session-replayed");

  /** The meter was in another session at the same time. */
  public static final ReasonCode SESSION_OVERLAP = new ReasonCode("metering.session-overlap");

  /** The record's number does not follow the numbers of earlier sessions. */
  public static final ReasonCode PAGINATION_BACKWARDS =
      new ReasonCode("metering.pagination-backwards");

  /** Records between two sessions were not reported. A warning: nothing is lost by it. */
  public static final ReasonCode PAGINATION_GAP = new ReasonCode("metering.pagination-gap");

  private MeteringReasons() {}
}
