package org.depinsdk.hardware.ocpp;

import static org.depinsdk.hardware.ocpp.Shape.ANYTHING;
import static org.depinsdk.hardware.ocpp.Shape.DECIMAL;
import static org.depinsdk.hardware.ocpp.Shape.FLAG;
import static org.depinsdk.hardware.ocpp.Shape.INTEGER;
import static org.depinsdk.hardware.ocpp.Shape.TIME;
import static org.depinsdk.hardware.ocpp.Shape.choice;
import static org.depinsdk.hardware.ocpp.Shape.from;
import static org.depinsdk.hardware.ocpp.Shape.list;
import static org.depinsdk.hardware.ocpp.Shape.may;
import static org.depinsdk.hardware.ocpp.Shape.must;
import static org.depinsdk.hardware.ocpp.Shape.text;
import static org.depinsdk.hardware.ocpp.Types201.ATTRIBUTE;
import static org.depinsdk.hardware.ocpp.Types201.CHARGING_PROFILE;
import static org.depinsdk.hardware.ocpp.Types201.COMPONENT;
import static org.depinsdk.hardware.ocpp.Types201.EMPTY;
import static org.depinsdk.hardware.ocpp.Types201.EVSE;
import static org.depinsdk.hardware.ocpp.Types201.MAX_LIST;
import static org.depinsdk.hardware.ocpp.Types201.MESSAGE;
import static org.depinsdk.hardware.ocpp.Types201.METER_VALUE;
import static org.depinsdk.hardware.ocpp.Types201.STATUS_INFO;
import static org.depinsdk.hardware.ocpp.Types201.TOKEN;
import static org.depinsdk.hardware.ocpp.Types201.TOKEN_INFO;
import static org.depinsdk.hardware.ocpp.Types201.VARIABLE;
import static org.depinsdk.hardware.ocpp.Types201.answer;
import static org.depinsdk.hardware.ocpp.Types201.body;

import java.util.Map;
import org.depinsdk.hardware.ocpp.Shape.Body;

/**
 * The messages of OCPP 2.0.1 (part 2) that this driver speaks, by {@code Action.req} and {@code Action.conf}: names, types
 * and limits of the standard.
 *
 * <p>Looser than the standard where stations are: contexts and measurands may be any short text. Tighter where the standard
 * sets no limit: lists, and identifiers of charging places.
 */
final class Schemas201 {
  private static final Body TRANSACTION_EVENT = body(
      must("eventType", choice("Ended", "Started", "Updated")),
      may("meterValue", list(1, MAX_LIST, METER_VALUE)),
      must("timestamp", TIME),
      must(
          "triggerReason",
          choice(
              "Authorized",
              "CablePluggedIn",
              "ChargingRateChanged",
              "ChargingStateChanged",
              "Deauthorized",
              "EnergyLimitReached",
              "EVCommunicationLost",
              "EVConnectTimeout",
              "MeterValueClock",
              "MeterValuePeriodic",
              "TimeLimitReached",
              "Trigger",
              "UnlockCommand",
              "StopAuthorized",
              "EVDeparted",
              "EVDetected",
              "RemoteStop",
              "RemoteStart",
              "AbnormalCondition",
              "SignedDataReceived",
              "ResetCommand")),
      must("seqNo", from(0)),
      may("offline", FLAG),
      may("numberOfPhasesUsed", from(0)),
      may("cableMaxCurrent", from(0)),
      may("reservationId", INTEGER),
      must(
          "transactionInfo",
          body(
              must("transactionId", text(36)),
              may(
                  "chargingState",
                  choice("Charging", "EVConnected", "SuspendedEV", "SuspendedEVSE", "Idle")),
              may("timeSpentCharging", from(0)),
              may(
                  "stoppedReason",
                  choice(
                      "DeAuthorized",
                      "EmergencyStop",
                      "EnergyLimitReached",
                      "EVDisconnected",
                      "GroundFault",
                      "ImmediateReset",
                      "Local",
                      "LocalOutOfCredit",
                      "MasterPass",
                      "Other",
                      "OvercurrentFault",
                      "PowerLoss",
                      "PowerQuality",
                      "Reboot",
                      "Remote",
                      "SOCLimitReached",
                      "StoppedByEV",
                      "TimeLimitReached",
                      "Timeout")),
              may("remoteStartId", INTEGER))),
      may("evse", EVSE),
      may("idToken", TOKEN));

  static final Map<String, Body> ALL = Map.ofEntries(
      Map.entry(
          "Authorize.req",
          body(
              must("idToken", TOKEN),
              may("certificate", text(5500)),
              may(
                  "iso15118CertificateHashData",
                  list(
                      1,
                      4,
                      body(
                          must("hashAlgorithm", choice("SHA256", "SHA384", "SHA512")),
                          must("issuerNameHash", text(128)),
                          must("issuerKeyHash", text(128)),
                          must("serialNumber", text(40)),
                          must("responderURL", text(512))))))),
      Map.entry(
          "Authorize.conf",
          body(
              must("idTokenInfo", TOKEN_INFO),
              may(
                  "certificateStatus",
                  choice(
                      "Accepted",
                      "SignatureError",
                      "CertificateExpired",
                      "CertificateRevoked",
                      "NoCertificateAvailable",
                      "CertChainError",
                      "ContractCancelled")))),
      Map.entry(
          "BootNotification.req",
          body(
              must(
                  "chargingStation",
                  body(
                      may("serialNumber", text(25)),
                      must("model", text(20)),
                      may("modem", body(may("iccid", text(20)), may("imsi", text(20)))),
                      must("vendorName", text(50)),
                      may("firmwareVersion", text(50)))),
              must(
                  "reason",
                  choice(
                      "ApplicationReset",
                      "FirmwareUpdate",
                      "LocalReset",
                      "PowerUp",
                      "RemoteReset",
                      "ScheduledReset",
                      "Triggered",
                      "Unknown",
                      "Watchdog")))),
      Map.entry(
          "BootNotification.conf",
          body(
              must("currentTime", TIME),
              must("interval", from(0)),
              must("status", choice("Accepted", "Pending", "Rejected")),
              may("statusInfo", STATUS_INFO))),
      Map.entry(
          "DataTransfer.req",
          body(may("messageId", text(50)), may("data", ANYTHING), must("vendorId", text(255)))),
      Map.entry(
          "DataTransfer.conf",
          body(
              must("status", choice("Accepted", "Rejected", "UnknownMessageId", "UnknownVendorId")),
              may("statusInfo", STATUS_INFO),
              may("data", ANYTHING))),
      Map.entry(
          "FirmwareStatusNotification.req",
          body(
              must(
                  "status",
                  choice(
                      "Downloaded",
                      "DownloadFailed",
                      "Downloading",
                      "DownloadScheduled",
                      "DownloadPaused",
                      "Idle",
                      "InstallationFailed",
                      "Installing",
                      "Installed",
                      "InstallRebooting",
                      "InstallScheduled",
                      "InstallVerificationFailed",
                      "InvalidSignature",
                      "SignatureVerified")),
              may("requestId", INTEGER))),
      Map.entry("FirmwareStatusNotification.conf", EMPTY),
      Map.entry(
          "GetBaseReport.req",
          body(
              must("requestId", INTEGER),
              must(
                  "reportBase",
                  choice("ConfigurationInventory", "FullInventory", "SummaryInventory")))),
      Map.entry(
          "GetBaseReport.conf", answer("Accepted", "Rejected", "NotSupported", "EmptyResultSet")),
      Map.entry(
          "GetVariables.req",
          body(must(
              "getVariableData",
              list(
                  1,
                  MAX_LIST,
                  body(
                      may("attributeType", ATTRIBUTE),
                      must("component", COMPONENT),
                      must("variable", VARIABLE)))))),
      Map.entry(
          "GetVariables.conf",
          body(must(
              "getVariableResult",
              list(
                  1,
                  MAX_LIST,
                  body(
                      may("attributeStatusInfo", STATUS_INFO),
                      must(
                          "attributeStatus",
                          choice(
                              "Accepted",
                              "Rejected",
                              "UnknownComponent",
                              "UnknownVariable",
                              "NotSupportedAttributeType")),
                      may("attributeType", ATTRIBUTE),
                      may("attributeValue", text(2500)),
                      must("component", COMPONENT),
                      must("variable", VARIABLE)))))),
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
                      "Uploading",
                      "AcceptedCanceled")),
              may("requestId", INTEGER))),
      Map.entry("LogStatusNotification.conf", EMPTY),
      Map.entry(
          "MeterValues.req",
          body(must("evseId", from(0)), must("meterValue", list(1, MAX_LIST, METER_VALUE)))),
      Map.entry("MeterValues.conf", EMPTY),
      Map.entry(
          "NotifyReport.req",
          body(
              must("requestId", INTEGER),
              must("generatedAt", TIME),
              may(
                  "reportData",
                  list(
                      1,
                      1000,
                      body(
                          must("component", COMPONENT),
                          must("variable", VARIABLE),
                          must(
                              "variableAttribute",
                              list(
                                  1,
                                  4,
                                  body(
                                      may("type", ATTRIBUTE),
                                      may("value", text(2500)),
                                      may(
                                          "mutability",
                                          choice("ReadOnly", "WriteOnly", "ReadWrite")),
                                      may("persistent", FLAG),
                                      may("constant", FLAG)))),
                          may(
                              "variableCharacteristics",
                              body(
                                  may("unit", text(16)),
                                  must(
                                      "dataType",
                                      choice(
                                          "string",
                                          "decimal",
                                          "integer",
                                          "dateTime",
                                          "boolean",
                                          "OptionList",
                                          "SequenceList",
                                          "MemberList")),
                                  may("minLimit", DECIMAL),
                                  may("maxLimit", DECIMAL),
                                  may("valuesList", text(1000)),
                                  must("supportsMonitoring", FLAG)))))),
              may("tbc", FLAG),
              must("seqNo", from(0)))),
      Map.entry("NotifyReport.conf", EMPTY),
      Map.entry(
          "RequestStartTransaction.req",
          body(
              may("evseId", from(1)),
              may("groupIdToken", TOKEN),
              must("idToken", TOKEN),
              must("remoteStartId", INTEGER),
              may("chargingProfile", CHARGING_PROFILE))),
      Map.entry(
          "RequestStartTransaction.conf",
          body(
              must("status", choice("Accepted", "Rejected")),
              may("statusInfo", STATUS_INFO),
              may("transactionId", text(36)))),
      Map.entry("RequestStopTransaction.req", body(must("transactionId", text(36)))),
      Map.entry("RequestStopTransaction.conf", answer("Accepted", "Rejected")),
      Map.entry(
          "SecurityEventNotification.req",
          body(must("type", text(50)), must("timestamp", TIME), may("techInfo", text(255)))),
      Map.entry("SecurityEventNotification.conf", EMPTY),
      Map.entry(
          "SetVariables.req",
          body(must(
              "setVariableData",
              list(
                  1,
                  MAX_LIST,
                  body(
                      may("attributeType", ATTRIBUTE),
                      must("attributeValue", text(1000)),
                      must("component", COMPONENT),
                      must("variable", VARIABLE)))))),
      Map.entry(
          "SetVariables.conf",
          body(must(
              "setVariableResult",
              list(
                  1,
                  MAX_LIST,
                  body(
                      may("attributeType", ATTRIBUTE),
                      must(
                          "attributeStatus",
                          choice(
                              "Accepted",
                              "Rejected",
                              "UnknownComponent",
                              "UnknownVariable",
                              "NotSupportedAttributeType",
                              "RebootRequired")),
                      may("attributeStatusInfo", STATUS_INFO),
                      must("component", COMPONENT),
                      must("variable", VARIABLE)))))),
      Map.entry(
          "StatusNotification.req",
          body(
              must("timestamp", TIME),
              must(
                  "connectorStatus",
                  choice("Available", "Occupied", "Reserved", "Unavailable", "Faulted")),
              must("evseId", from(0)),
              must("connectorId", from(0)))),
      Map.entry("StatusNotification.conf", EMPTY),
      Map.entry("TransactionEvent.req", TRANSACTION_EVENT),
      Map.entry(
          "TransactionEvent.conf",
          body(
              may("totalCost", DECIMAL),
              may("chargingPriority", INTEGER),
              may("idTokenInfo", TOKEN_INFO),
              may("updatedPersonalMessage", MESSAGE))));

  private Schemas201() {}
}
