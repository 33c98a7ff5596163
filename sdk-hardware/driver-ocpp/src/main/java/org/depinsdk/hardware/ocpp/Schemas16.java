package org.depinsdk.hardware.ocpp;

import static org.depinsdk.hardware.ocpp.Shape.DECIMAL;
import static org.depinsdk.hardware.ocpp.Shape.INTEGER;
import static org.depinsdk.hardware.ocpp.Shape.TIME;
import static org.depinsdk.hardware.ocpp.Shape.body;
import static org.depinsdk.hardware.ocpp.Shape.choice;
import static org.depinsdk.hardware.ocpp.Shape.from;
import static org.depinsdk.hardware.ocpp.Shape.list;
import static org.depinsdk.hardware.ocpp.Shape.may;
import static org.depinsdk.hardware.ocpp.Shape.must;
import static org.depinsdk.hardware.ocpp.Shape.text;

import java.util.Map;
import org.depinsdk.hardware.ocpp.Shape.Body;

/**
 * The messages of OCPP 1.6 (edition 2, and the security whitepaper) that this driver speaks, by {@code Action.req} and
 * {@code Action.conf}: names, types and limits of the standard.
 *
 * <p>Looser than the standard where stations are: contexts and measurands may be any short text. Tighter where the standard
 * sets no limit: signed values, lists and identifiers of connectors.
 */
final class Schemas16 {
  /** Longest signed value; OCPP 1.6 names no limit. */
  static final int MAX_SIGNED = 16 * 1024;

  private static final int MAX_LIST = 100;
  private static final Body EMPTY = body();

  private static final Body TOKEN_INFO = body(
      may("expiryDate", TIME),
      may("parentIdTag", text(20)),
      must("status", choice("Accepted", "Blocked", "Expired", "Invalid", "ConcurrentTx")));

  private static final Body SAMPLED_VALUE = body(
      must("value", text(MAX_SIGNED)),
      may("context", text(50)),
      may("format", choice("Raw", "SignedData")),
      may("measurand", text(50)),
      may(
          "phase",
          choice("L1", "L2", "L3", "N", "L1-N", "L2-N", "L3-N", "L1-L2", "L2-L3", "L3-L1")),
      may("location", choice("Cable", "EV", "Inlet", "Outlet", "Body")),
      // both spellings of Celsius: the first schema had Celcius, its erratum the other
      may(
          "unit",
          choice(
              "Wh",
              "kWh",
              "varh",
              "kvarh",
              "W",
              "kW",
              "VA",
              "kVA",
              "var",
              "kvar",
              "A",
              "V",
              "K",
              "Celcius",
              "Celsius",
              "Fahrenheit",
              "Percent")));

  private static final Body METER_VALUE =
      body(must("timestamp", TIME), must("sampledValue", list(1, MAX_LIST, SAMPLED_VALUE)));

  private static final Body CHARGING_PROFILE = body(
      must("chargingProfileId", INTEGER),
      may("transactionId", INTEGER),
      must("stackLevel", INTEGER),
      must(
          "chargingProfilePurpose",
          choice("ChargePointMaxProfile", "TxDefaultProfile", "TxProfile")),
      must("chargingProfileKind", choice("Absolute", "Recurring", "Relative")),
      may("recurrencyKind", choice("Daily", "Weekly")),
      may("validFrom", TIME),
      may("validTo", TIME),
      must(
          "chargingSchedule",
          body(
              may("duration", INTEGER),
              may("startSchedule", TIME),
              must("chargingRateUnit", choice("A", "W")),
              must(
                  "chargingSchedulePeriod",
                  list(
                      0,
                      1024,
                      body(
                          must("startPeriod", INTEGER),
                          must("limit", DECIMAL),
                          may("numberPhases", INTEGER)))),
              may("minChargingRate", DECIMAL))));

  private static final Body YES_NO = body(must("status", choice("Accepted", "Rejected")));

  static final Map<String, Body> ALL = Map.ofEntries(
      Map.entry("Authorize.req", body(must("idTag", text(20)))),
      Map.entry("Authorize.conf", body(must("idTagInfo", TOKEN_INFO))),
      Map.entry(
          "BootNotification.req",
          body(
              must("chargePointVendor", text(20)),
              must("chargePointModel", text(20)),
              may("chargePointSerialNumber", text(25)),
              may("chargeBoxSerialNumber", text(25)),
              may("firmwareVersion", text(50)),
              may("iccid", text(20)),
              may("imsi", text(20)),
              may("meterType", text(25)),
              may("meterSerialNumber", text(25)))),
      Map.entry(
          "BootNotification.conf",
          body(
              must("status", choice("Accepted", "Pending", "Rejected")),
              must("currentTime", TIME),
              must("interval", from(0)))),
      Map.entry("ChangeConfiguration.req", body(must("key", text(50)), must("value", text(500)))),
      Map.entry(
          "ChangeConfiguration.conf",
          body(must("status", choice("Accepted", "Rejected", "RebootRequired", "NotSupported")))),
      Map.entry(
          "DataTransfer.req",
          body(
              must("vendorId", text(255)),
              may("messageId", text(50)),
              may("data", text(Json.MAX_TEXT)))),
      Map.entry(
          "DataTransfer.conf",
          body(
              must("status", choice("Accepted", "Rejected", "UnknownMessageId", "UnknownVendorId")),
              may("data", text(Json.MAX_TEXT)))),
      Map.entry(
          "DiagnosticsStatusNotification.req",
          body(must("status", choice("Idle", "Uploaded", "UploadFailed", "Uploading")))),
      Map.entry("DiagnosticsStatusNotification.conf", EMPTY),
      Map.entry(
          "FirmwareStatusNotification.req",
          body(must(
              "status",
              choice(
                  "Downloaded",
                  "DownloadFailed",
                  "Downloading",
                  "Idle",
                  "InstallationFailed",
                  "Installing",
                  "Installed")))),
      Map.entry("FirmwareStatusNotification.conf", EMPTY),
      Map.entry("GetConfiguration.req", body(may("key", list(0, MAX_LIST, text(50))))),
      Map.entry(
          "GetConfiguration.conf",
          body(
              may(
                  "configurationKey",
                  list(
                      0,
                      1000,
                      body(
                          must("key", text(50)),
                          must("readonly", Shape.FLAG),
                          may("value", text(500))))),
              may("unknownKey", list(0, MAX_LIST, text(50))))),
      Map.entry("Heartbeat.req", EMPTY),
      Map.entry("Heartbeat.conf", body(must("currentTime", TIME))),
      Map.entry(
          "LogStatusNotification.req",
          body(
              must(
                  "status",
                  choice(
                      "BadMessage",
                      "Idle",
                      "NotSupportedOperation",
                      "PermissionDenied",
                      "Uploaded",
                      "UploadFailure",
                      "Uploading")),
              may("requestId", INTEGER))),
      Map.entry("LogStatusNotification.conf", EMPTY),
      Map.entry(
          "MeterValues.req",
          body(
              must("connectorId", from(0)),
              may("transactionId", INTEGER),
              must("meterValue", list(1, MAX_LIST, METER_VALUE)))),
      Map.entry("MeterValues.conf", EMPTY),
      Map.entry(
          "RemoteStartTransaction.req",
          body(
              may("connectorId", from(1)),
              must("idTag", text(20)),
              may("chargingProfile", CHARGING_PROFILE))),
      Map.entry("RemoteStartTransaction.conf", YES_NO),
      Map.entry("RemoteStopTransaction.req", body(must("transactionId", INTEGER))),
      Map.entry("RemoteStopTransaction.conf", YES_NO),
      Map.entry(
          "SecurityEventNotification.req",
          body(must("type", text(50)), must("timestamp", TIME), may("techInfo", text(255)))),
      Map.entry("SecurityEventNotification.conf", EMPTY),
      Map.entry(
          "StartTransaction.req",
          body(
              must("connectorId", from(1)),
              must("idTag", text(20)),
              must("meterStart", INTEGER),
              may("reservationId", INTEGER),
              must("timestamp", TIME))),
      Map.entry(
          "StartTransaction.conf",
          body(must("idTagInfo", TOKEN_INFO), must("transactionId", INTEGER))),
      Map.entry(
          "StatusNotification.req",
          body(
              must("connectorId", from(0)),
              must(
                  "errorCode",
                  choice(
                      "ConnectorLockFailure",
                      "EVCommunicationError",
                      "GroundFailure",
                      "HighTemperature",
                      "InternalError",
                      "LocalListConflict",
                      "NoError",
                      "OtherError",
                      "OverCurrentFailure",
                      "OverVoltage",
                      "PowerMeterFailure",
                      "PowerSwitchFailure",
                      "ReaderFailure",
                      "ResetFailure",
                      "UnderVoltage",
                      "WeakSignal")),
              may("info", text(50)),
              must(
                  "status",
                  choice(
                      "Available",
                      "Preparing",
                      "Charging",
                      "SuspendedEVSE",
                      "SuspendedEV",
                      "Finishing",
                      "Reserved",
                      "Unavailable",
                      "Faulted")),
              may("timestamp", TIME),
              may("vendorId", text(255)),
              may("vendorErrorCode", text(50)))),
      Map.entry("StatusNotification.conf", EMPTY),
      Map.entry(
          "StopTransaction.req",
          body(
              may("idTag", text(20)),
              must("meterStop", INTEGER),
              must("timestamp", TIME),
              must("transactionId", INTEGER),
              may(
                  "reason",
                  choice(
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
              may("transactionData", list(0, MAX_LIST, METER_VALUE)))),
      Map.entry("StopTransaction.conf", body(may("idTagInfo", TOKEN_INFO))));

  private Schemas16() {}
}
