package org.depinsdk.hardware.ocpp;

/** Why a call is refused (OCPP-J 1.6 section 4.2.3; OCPP 2.0.1 part 4 section 4.3). */
public enum OcppErrorCode {
  /** The action is not known. */
  NOT_IMPLEMENTED("NotImplemented", "NotImplemented"),
  /** The action is known but not offered. */
  NOT_SUPPORTED("NotSupported", "NotSupported"),
  /** The receiver failed. */
  INTERNAL_ERROR("InternalError", "InternalError"),
  /** The payload is incomplete for its action. */
  PROTOCOL_ERROR("ProtocolError", "ProtocolError"),
  /** A security rule forbids it. */
  SECURITY_ERROR("SecurityError", "SecurityError"),
  /** The message is not formed as its action asks. */
  FORMATION_VIOLATION("FormationViolation", "FormatViolation"),
  /** A field has a value that is not allowed. */
  PROPERTY_CONSTRAINT("PropertyConstraintViolation", "PropertyConstraintViolation"),
  /** A field is missing or comes too often. The spelling of 1.6 is the standard's own: stations resend for ever on the other. */
  OCCURRENCE_CONSTRAINT("OccurenceConstraintViolation", "OccurrenceConstraintViolation"),
  /** A field has the wrong type. */
  TYPE_CONSTRAINT("TypeConstraintViolation", "TypeConstraintViolation"),
  /** Anything else. */
  GENERIC_ERROR("GenericError", "GenericError");

  private final String code16;
  private final String code201;

  OcppErrorCode(String code16, String code201) {
    this.code16 = code16;
    this.code201 = code201;
  }

  String text(OcppVersion version) {
    return version == OcppVersion.V1_6 ? code16 : code201;
  }
}
