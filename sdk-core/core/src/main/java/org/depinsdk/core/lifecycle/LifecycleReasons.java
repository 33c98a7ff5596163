package org.depinsdk.core.lifecycle;

import org.depinsdk.core.report.ReasonCode;

/** Why an instruction about a device is refused. */
public final class LifecycleReasons {
  /** The instruction is about another device than the one whose state was given. */
  public static final ReasonCode OTHER_DEVICE = new ReasonCode("lifecycle.other-device");

  /** The device is revoked. */
  public static final ReasonCode REVOKED = new ReasonCode("lifecycle.device-revoked");

  /** The rotation's old key is not the device's key. */
  public static final ReasonCode NOT_CURRENT_KEY = new ReasonCode("lifecycle.not-current-key");

  /** The new key is one that the device has or had. */
  public static final ReasonCode USED_KEY = new ReasonCode("lifecycle.used-key");

  /** The rotation's number is not the next one, so that it is a replay or came out of order. */
  public static final ReasonCode NOT_NEXT_ROTATION = new ReasonCode("lifecycle.not-next-rotation");

  /** The old key did not sign. */
  public static final ReasonCode BAD_OLD_SIGNATURE = new ReasonCode("lifecycle.bad-old-signature");

  /** The new key did not sign: nobody has shown that they hold it. */
  public static final ReasonCode BAD_NEW_SIGNATURE = new ReasonCode("lifecycle.bad-new-signature");

  /** Whoever offers the device does not own it. */
  public static final ReasonCode NOT_OWNER = new ReasonCode("lifecycle.not-owner");

  /** The offer's deadline has passed. */
  public static final ReasonCode EXPIRED = new ReasonCode("lifecycle.offer-expired");

  /** The voucher does not follow the device's last one, so that it is a replay or came too late. */
  public static final ReasonCode BROKEN_CHAIN = new ReasonCode("lifecycle.broken-voucher-chain");

  /** The owner has made another offer of the device since. */
  public static final ReasonCode WITHDRAWN = new ReasonCode("lifecycle.offer-withdrawn");

  /** The owner did not sign the offer. */
  public static final ReasonCode BAD_OFFER_SIGNATURE =
      new ReasonCode("lifecycle.bad-offer-signature");

  /** The new owner did not sign the acceptance. */
  public static final ReasonCode BAD_ACCEPT_SIGNATURE =
      new ReasonCode("lifecycle.bad-accept-signature");

  /** The device did not countersign. */
  public static final ReasonCode BAD_DEVICE_SIGNATURE =
      new ReasonCode("lifecycle.bad-device-signature");

  /** The bytes are not an instruction of the stated kind. */
  public static final ReasonCode MALFORMED = new ReasonCode("lifecycle.malformed-instruction");

  /** No such device is enrolled. */
  public static final ReasonCode UNKNOWN_DEVICE = new ReasonCode("lifecycle.unknown-device");

  /** A ban is in force against a device that the owner had when it was imposed. */
  public static final ReasonCode OWNER_BANNED = new ReasonCode("lifecycle.owner-banned");

  /** The order does not apply to the device. */
  public static final ReasonCode NOT_APPLICABLE = new ReasonCode("lifecycle.not-applicable");

  /** Whoever signed the order or the endorsement may not do so in this network. */
  public static final ReasonCode NOT_AUTHORISED = new ReasonCode("lifecycle.not-authorised");

  /** The order was issued too long ago, or in the future. */
  public static final ReasonCode STALE_ORDER = new ReasonCode("lifecycle.stale-order");

  /** Whoever the order or the endorsement names did not sign it. */
  public static final ReasonCode BAD_SIGNATURE = new ReasonCode("lifecycle.bad-signature");

  /** The endorsement is for another key than the one that the device enrolled with. */
  public static final ReasonCode OTHER_KEY = new ReasonCode("lifecycle.other-key");

  /** The device has had as many signed changes in a day as it may have. */
  public static final ReasonCode TOO_MANY_CHANGES = new ReasonCode("lifecycle.too-many-changes");

  /** The key, the serial number or the batch was revoked before the device enrolled. */
  public static final ReasonCode REVOKED_BEFORE = new ReasonCode("lifecycle.revoked-before");

  private LifecycleReasons() {}
}
