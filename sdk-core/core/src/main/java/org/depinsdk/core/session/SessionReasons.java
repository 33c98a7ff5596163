package org.depinsdk.core.session;

import org.depinsdk.core.report.ReasonCode;

/** Why a session grant is refused, in the order in which the checks are made. */
public final class SessionReasons {
  /** The grant is for another device. */
  public static final ReasonCode OTHER_DEVICE = new ReasonCode("session.other-device");

  /** The device is not active. */
  public static final ReasonCode NOT_ACTIVE = new ReasonCode("session.device-not-active");

  /** The session would last longer than the network allows, or ends before it starts. */
  public static final ReasonCode BAD_LIFETIME = new ReasonCode("session.bad-lifetime");

  /** The session is over, or has not begun. */
  public static final ReasonCode NOT_NOW = new ReasonCode("session.not-now");

  /** The hardware key did not sign. */
  public static final ReasonCode BAD_HARDWARE_SIGNATURE =
      new ReasonCode("session.bad-hardware-signature");

  /** The session key did not sign: nobody has shown that they hold it. */
  public static final ReasonCode BAD_SESSION_SIGNATURE =
      new ReasonCode("session.bad-session-signature");

  /** The network never issued the nonce, or to another device. */
  public static final ReasonCode UNKNOWN_NONCE = new ReasonCode("session.unknown-nonce");

  /** The nonce was used before. */
  public static final ReasonCode USED_NONCE = new ReasonCode("session.used-nonce");

  /** The nonce is too old. */
  public static final ReasonCode EXPIRED_NONCE = new ReasonCode("session.expired-nonce");

  /** The device has as many sessions as it may have at a time. */
  public static final ReasonCode TOO_MANY = new ReasonCode("session.too-many");

  private SessionReasons() {}
}
