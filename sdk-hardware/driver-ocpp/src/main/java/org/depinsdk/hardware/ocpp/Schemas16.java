package org.depinsdk.hardware.ocpp;

import static org.depinsdk.hardware.ocpp.JsonSchema.DATE_TIME;
import static org.depinsdk.hardware.ocpp.JsonSchema.INTEGER;
import static org.depinsdk.hardware.ocpp.JsonSchema.NUMBER;
import static org.depinsdk.hardware.ocpp.JsonSchema.array;
import static org.depinsdk.hardware.ocpp.JsonSchema.atLeast;
import static org.depinsdk.hardware.ocpp.JsonSchema.decisive;
import static org.depinsdk.hardware.ocpp.JsonSchema.object;
import static org.depinsdk.hardware.ocpp.JsonSchema.oneOf;
import static org.depinsdk.hardware.ocpp.JsonSchema.optional;
import static org.depinsdk.hardware.ocpp.JsonSchema.required;
import static org.depinsdk.hardware.ocpp.JsonSchema.string;
import static org.depinsdk.hardware.ocpp.JsonSchema.stringOrNumber;

import java.util.Map;
import org.depinsdk.hardware.ocpp.JsonSchema.ObjectSchema;

/**
 * The messages of OCPP 1.6 (edition 2, and the security whitepaper) that this driver speaks, by {@code Action.req} and
 * {@code Action.conf}: names, types and limits of the standard.
 *
 * <p>Where they are looser or tighter than the standard is one list, in docs/ev-charging.md; a test compares them.
 */
final class Schemas16 {
  /** Longest signed value; OCPP 1.6 names no limit. */
  static final int MAX_SIGNED = 16 * 1024;

  private static final ObjectSchema EMPTY = object();

  private static final ObjectSchema TOKEN_INFO = object(
      optional("expiryDate", DATE_TIME),
      optional("parentIdTag", string(20)),
      required("status", oneOf("Accepted", "Blocked", "Expired", "Invalid", "ConcurrentTx")));

  // words that the standard lists, but that makers add to, are any short string: what is odd is
  // handed on as it is
  private static final ObjectSchema SAMPLED_VALUE = object(
      required("value", stringOrNumber(MAX_SIGNED)),
      optional("context", string(50)),
      decisive("format", oneOf("Raw", "SignedData")),
      decisive("measurand", string(50)),
      decisive("phase", string(50)),
      optional("location", string(50)),
      decisive("unit", string(50)));

  private static final ObjectSchema METER_VALUE =
      object(required("timestamp", DATE_TIME), required("sampledValue", array(1, SAMPLED_VALUE)));

  private static final ObjectSchema CHARGING_PROFILE = object(
      required("chargingProfileId", INTEGER),
      optional("transactionId", INTEGER),
      required("stackLevel", INTEGER),
      required(
          "chargingProfilePurpose",
          oneOf("ChargePointMaxProfile", "TxDefaultProfile", "TxProfile")),
      required("chargingProfileKind", oneOf("Absolute", "Recurring", "Relative")),
      optional("recurrencyKind", oneOf("Daily", "Weekly")),
      optional("validFrom", DATE_TIME),
      optional("validTo", DATE_TIME),
      required(
          "chargingSchedule",
          object(
              optional("duration", INTEGER),
              optional("startSchedule", DATE_TIME),
              required("chargingRateUnit", oneOf("A", "W")),
              required(
                  "chargingSchedulePeriod",
                  array(
                      0,
                      object(
                          required("startPeriod", INTEGER),
                          required("limit", NUMBER),
                          optional("numberPhases", INTEGER)))),
              optional("minChargingRate", NUMBER))));

  private static final ObjectSchema YES_NO =
      object(required("status", oneOf("Accepted", "Rejected")));

  static final Map<String, ObjectSchema> ALL = Map.ofEntries(
      Map.entry("Authorize.req", object(required("idTag", string(20)))),
      Map.entry("Authorize.conf", object(required("idTagInfo", TOKEN_INFO))),
      Map.entry(
          "BootNotification.req",
          object(
              required("chargePointVendor", string(255)),
              required("chargePointModel", string(255)),
              optional("chargePointSerialNumber", string(25)),
              optional("chargeBoxSerialNumber", string(25)),
              optional("firmwareVersion", string(50)),
              optional("iccid", string(20)),
              optional("imsi", string(20)),
              optional("meterType", string(25)),
              optional("meterSerialNumber", string(25)))),
      Map.entry(
          "BootNotification.conf",
          object(
              required("status", oneOf("Accepted", "Pending", "Rejected")),
              required("currentTime", DATE_TIME),
              required("interval", atLeast(0)))),
      Map.entry(
          "ChangeConfiguration.req",
          object(required("key", string(50)), required("value", string(500)))),
      Map.entry(
          "ChangeConfiguration.conf",
          object(
              required("status", oneOf("Accepted", "Rejected", "RebootRequired", "NotSupported")))),
      Map.entry(
          "DataTransfer.req",
          object(
              required("vendorId", string(255)),
              optional("messageId", string(50)),
              optional("data", string(Json.MAX_TEXT)))),
      Map.entry(
          "DataTransfer.conf",
          object(
              required(
                  "status", oneOf("Accepted", "Rejected", "UnknownMessageId", "UnknownVendorId")),
              optional("data", string(Json.MAX_TEXT)))),
      Map.entry(
          "DiagnosticsStatusNotification.req",
          object(required("status", oneOf("Idle", "Uploaded", "UploadFailed", "Uploading")))),
      Map.entry("DiagnosticsStatusNotification.conf", EMPTY),
      Map.entry(
          "FirmwareStatusNotification.req",
          object(required(
              "status",
              oneOf(
                  "Downloaded",
                  "DownloadFailed",
                  "Downloading",
                  "Idle",
                  "InstallationFailed",
                  "Installing",
                  "Installed")))),
      Map.entry("FirmwareStatusNotification.conf", EMPTY),
      Map.entry("GetConfiguration.req", object(optional("key", array(0, string(50))))),
      Map.entry(
          "GetConfiguration.conf",
          object(
              optional(
                  "configurationKey",
                  array(
                      0,
                      object(
                          required("key", string(50)),
                          required("readonly", JsonSchema.BOOLEAN),
                          optional("value", string(500))))),
              optional("unknownKey", array(0, string(50))))),
      Map.entry("Heartbeat.req", EMPTY),
      Map.entry("Heartbeat.conf", object(required("currentTime", DATE_TIME))),
      Map.entry(
          "LogStatusNotification.req",
          object(
              required(
                  "status",
                  oneOf(
                      "BadMessage",
                      "Idle",
                      "NotSupportedOperation",
                      "PermissionDenied",
                      "Uploaded",
                      "UploadFailure",
                      "Uploading")),
              optional("requestId", INTEGER))),
      Map.entry("LogStatusNotification.conf", EMPTY),
      Map.entry(
          "MeterValues.req",
          object(
              required("connectorId", atLeast(0)),
              decisive("transactionId", INTEGER),
              required("meterValue", array(1, METER_VALUE)))),
      Map.entry("MeterValues.conf", EMPTY),
      Map.entry(
          "RemoteStartTransaction.req",
          object(
              optional("connectorId", atLeast(1)),
              required("idTag", string(20)),
              optional("chargingProfile", CHARGING_PROFILE))),
      Map.entry("RemoteStartTransaction.conf", YES_NO),
      Map.entry("RemoteStopTransaction.req", object(required("transactionId", INTEGER))),
      Map.entry("RemoteStopTransaction.conf", YES_NO),
      Map.entry(
          "SecurityEventNotification.req",
          object(
              required("type", string(50)),
              required("timestamp", DATE_TIME),
              optional("techInfo", string(255)))),
      Map.entry("SecurityEventNotification.conf", EMPTY),
      Map.entry(
          "StartTransaction.req",
          object(
              required("connectorId", atLeast(1)),
              required("idTag", string(20)),
              required("meterStart", INTEGER),
              optional("reservationId", INTEGER),
              required("timestamp", DATE_TIME))),
      Map.entry(
          "StartTransaction.conf",
          object(required("idTagInfo", TOKEN_INFO), required("transactionId", INTEGER))),
      Map.entry(
          "StatusNotification.req",
          object(
              required("connectorId", atLeast(0)),
              required("errorCode", string(50)),
              optional("info", string(50)),
              required(
                  "status",
                  oneOf(
                      "Available",
                      "Preparing",
                      "Charging",
                      "SuspendedEVSE",
                      "SuspendedEV",
                      "Finishing",
                      "Reserved",
                      "Unavailable",
                      "Faulted")),
              optional("timestamp", DATE_TIME),
              optional("vendorId", string(255)),
              optional("vendorErrorCode", string(50)))),
      Map.entry("StatusNotification.conf", EMPTY),
      Map.entry(
          "StopTransaction.req",
          object(
              optional("idTag", string(20)),
              required("meterStop", INTEGER),
              required("timestamp", DATE_TIME),
              required("transactionId", INTEGER),
              optional(
                  "reason",
                  oneOf(
                      "EmergencyStop",
                      "EVDisconnected",
                      "HardReset",
                      "Local",
                      "Other",
                      "PowerLoss",
                      "Reboot",
                      "Remote",
                      "SoftReset",
                      "UnlockCommand",
                      "DeAuthorized")),
              optional("transactionData", array(0, METER_VALUE)))),
      Map.entry("StopTransaction.conf", object(optional("idTagInfo", TOKEN_INFO))));

  private Schemas16() {}
}
