package org.depinsdk.hardware.ocpp;

import static org.depinsdk.hardware.ocpp.JsonSchema.ANY;
import static org.depinsdk.hardware.ocpp.JsonSchema.BOOLEAN;
import static org.depinsdk.hardware.ocpp.JsonSchema.DATE_TIME;
import static org.depinsdk.hardware.ocpp.JsonSchema.INTEGER;
import static org.depinsdk.hardware.ocpp.JsonSchema.NUMBER;
import static org.depinsdk.hardware.ocpp.JsonSchema.array;
import static org.depinsdk.hardware.ocpp.JsonSchema.atLeast;
import static org.depinsdk.hardware.ocpp.JsonSchema.oneOf;
import static org.depinsdk.hardware.ocpp.JsonSchema.optional;
import static org.depinsdk.hardware.ocpp.JsonSchema.required;
import static org.depinsdk.hardware.ocpp.JsonSchema.string;
import static org.depinsdk.hardware.ocpp.Types201.ATTRIBUTE;
import static org.depinsdk.hardware.ocpp.Types201.CHARGING_PROFILE;
import static org.depinsdk.hardware.ocpp.Types201.COMPONENT;
import static org.depinsdk.hardware.ocpp.Types201.EMPTY;
import static org.depinsdk.hardware.ocpp.Types201.EVSE;
import static org.depinsdk.hardware.ocpp.Types201.MESSAGE;
import static org.depinsdk.hardware.ocpp.Types201.METER_VALUE;
import static org.depinsdk.hardware.ocpp.Types201.STATUS_INFO;
import static org.depinsdk.hardware.ocpp.Types201.TOKEN;
import static org.depinsdk.hardware.ocpp.Types201.TOKEN_INFO;
import static org.depinsdk.hardware.ocpp.Types201.VARIABLE;
import static org.depinsdk.hardware.ocpp.Types201.answer;
import static org.depinsdk.hardware.ocpp.Types201.object;

import java.util.Map;
import org.depinsdk.hardware.ocpp.JsonSchema.ObjectSchema;

/**
 * The messages of OCPP 2.0.1 (part 2) that this driver speaks, by {@code Action.req} and {@code Action.conf}: names, types
 * and limits of the standard.
 *
 * <p>Where they are looser or tighter than the standard is one list, in docs/ev-charging.md; a test compares them.
 */
final class Schemas201 {
  private static final ObjectSchema TRANSACTION_EVENT = object(
      required("eventType", oneOf("Ended", "Started", "Updated")),
      optional("meterValue", array(1, METER_VALUE)),
      required("timestamp", DATE_TIME),
      required("triggerReason", string(50)),
      required("seqNo", atLeast(0)),
      optional("offline", BOOLEAN),
      optional("numberOfPhasesUsed", atLeast(0)),
      optional("cableMaxCurrent", atLeast(0)),
      optional("reservationId", INTEGER),
      required(
          "transactionInfo",
          object(
              required("transactionId", string(36)),
              optional(
                  "chargingState",
                  oneOf("Charging", "EVConnected", "SuspendedEV", "SuspendedEVSE", "Idle")),
              optional("timeSpentCharging", atLeast(0)),
              optional(
                  "stoppedReason",
                  oneOf(
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
              optional("remoteStartId", INTEGER))),
      optional("evse", EVSE),
      optional("idToken", TOKEN));

  static final Map<String, ObjectSchema> ALL = Map.ofEntries(
      Map.entry(
          "Authorize.req",
          object(
              required("idToken", TOKEN),
              optional("certificate", string(5500)),
              optional(
                  "iso15118CertificateHashData",
                  array(
                      1,
                      4,
                      object(
                          required("hashAlgorithm", oneOf("SHA256", "SHA384", "SHA512")),
                          required("issuerNameHash", string(128)),
                          required("issuerKeyHash", string(128)),
                          required("serialNumber", string(40)),
                          required("responderURL", string(512))))))),
      Map.entry(
          "Authorize.conf",
          object(
              required("idTokenInfo", TOKEN_INFO),
              optional(
                  "certificateStatus",
                  oneOf(
                      "Accepted",
                      "SignatureError",
                      "CertificateExpired",
                      "CertificateRevoked",
                      "NoCertificateAvailable",
                      "CertChainError",
                      "ContractCancelled")))),
      Map.entry(
          "BootNotification.req",
          object(
              required(
                  "chargingStation",
                  object(
                      optional("serialNumber", string(25)),
                      required("model", string(255)),
                      optional(
                          "modem",
                          object(optional("iccid", string(20)), optional("imsi", string(20)))),
                      required("vendorName", string(255)),
                      optional("firmwareVersion", string(50)))),
              required("reason", string(50)))),
      Map.entry(
          "BootNotification.conf",
          object(
              required("currentTime", DATE_TIME),
              required("interval", atLeast(0)),
              required("status", oneOf("Accepted", "Pending", "Rejected")),
              optional("statusInfo", STATUS_INFO))),
      Map.entry(
          "DataTransfer.req",
          object(
              optional("messageId", string(50)),
              optional("data", ANY),
              required("vendorId", string(255)))),
      Map.entry(
          "DataTransfer.conf",
          object(
              required(
                  "status", oneOf("Accepted", "Rejected", "UnknownMessageId", "UnknownVendorId")),
              optional("statusInfo", STATUS_INFO),
              optional("data", ANY))),
      Map.entry(
          "FirmwareStatusNotification.req",
          object(
              required(
                  "status",
                  oneOf(
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
              optional("requestId", INTEGER))),
      Map.entry("FirmwareStatusNotification.conf", EMPTY),
      Map.entry(
          "GetBaseReport.req",
          object(
              required("requestId", INTEGER),
              required(
                  "reportBase",
                  oneOf("ConfigurationInventory", "FullInventory", "SummaryInventory")))),
      Map.entry(
          "GetBaseReport.conf", answer("Accepted", "Rejected", "NotSupported", "EmptyResultSet")),
      Map.entry(
          "GetVariables.req",
          object(required(
              "getVariableData",
              array(
                  1,
                  object(
                      optional("attributeType", ATTRIBUTE),
                      required("component", COMPONENT),
                      required("variable", VARIABLE)))))),
      Map.entry(
          "GetVariables.conf",
          object(required(
              "getVariableResult",
              array(
                  1,
                  object(
                      optional("attributeStatusInfo", STATUS_INFO),
                      required(
                          "attributeStatus",
                          oneOf(
                              "Accepted",
                              "Rejected",
                              "UnknownComponent",
                              "UnknownVariable",
                              "NotSupportedAttributeType")),
                      optional("attributeType", ATTRIBUTE),
                      optional("attributeValue", string(2500)),
                      required("component", COMPONENT),
                      required("variable", VARIABLE)))))),
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
                      "Uploading",
                      "AcceptedCanceled")),
              optional("requestId", INTEGER))),
      Map.entry("LogStatusNotification.conf", EMPTY),
      Map.entry(
          "MeterValues.req",
          object(required("evseId", atLeast(0)), required("meterValue", array(1, METER_VALUE)))),
      Map.entry("MeterValues.conf", EMPTY),
      Map.entry(
          "NotifyReport.req",
          object(
              required("requestId", INTEGER),
              required("generatedAt", DATE_TIME),
              optional(
                  "reportData",
                  array(
                      1,
                      object(
                          required("component", COMPONENT),
                          required("variable", VARIABLE),
                          required(
                              "variableAttribute",
                              array(
                                  1,
                                  4,
                                  object(
                                      optional("type", ATTRIBUTE),
                                      optional("value", string(2500)),
                                      optional(
                                          "mutability",
                                          oneOf("ReadOnly", "WriteOnly", "ReadWrite")),
                                      optional("persistent", BOOLEAN),
                                      optional("constant", BOOLEAN)))),
                          optional(
                              "variableCharacteristics",
                              object(
                                  optional("unit", string(16)),
                                  required(
                                      "dataType",
                                      oneOf(
                                          "string",
                                          "decimal",
                                          "integer",
                                          "dateTime",
                                          "boolean",
                                          "OptionList",
                                          "SequenceList",
                                          "MemberList")),
                                  optional("minLimit", NUMBER),
                                  optional("maxLimit", NUMBER),
                                  optional("valuesList", string(1000)),
                                  required("supportsMonitoring", BOOLEAN)))))),
              optional("tbc", BOOLEAN),
              required("seqNo", atLeast(0)))),
      Map.entry("NotifyReport.conf", EMPTY),
      Map.entry(
          "RequestStartTransaction.req",
          object(
              optional("evseId", atLeast(1)),
              optional("groupIdToken", TOKEN),
              required("idToken", TOKEN),
              required("remoteStartId", INTEGER),
              optional("chargingProfile", CHARGING_PROFILE))),
      Map.entry(
          "RequestStartTransaction.conf",
          object(
              required("status", oneOf("Accepted", "Rejected")),
              optional("statusInfo", STATUS_INFO),
              optional("transactionId", string(36)))),
      Map.entry("RequestStopTransaction.req", object(required("transactionId", string(36)))),
      Map.entry("RequestStopTransaction.conf", answer("Accepted", "Rejected")),
      Map.entry(
          "SecurityEventNotification.req",
          object(
              required("type", string(50)),
              required("timestamp", DATE_TIME),
              optional("techInfo", string(255)))),
      Map.entry("SecurityEventNotification.conf", EMPTY),
      Map.entry(
          "SetVariables.req",
          object(required(
              "setVariableData",
              array(
                  1,
                  object(
                      optional("attributeType", ATTRIBUTE),
                      required("attributeValue", string(1000)),
                      required("component", COMPONENT),
                      required("variable", VARIABLE)))))),
      Map.entry(
          "SetVariables.conf",
          object(required(
              "setVariableResult",
              array(
                  1,
                  object(
                      optional("attributeType", ATTRIBUTE),
                      required(
                          "attributeStatus",
                          oneOf(
                              "Accepted",
                              "Rejected",
                              "UnknownComponent",
                              "UnknownVariable",
                              "NotSupportedAttributeType",
                              "RebootRequired")),
                      optional("attributeStatusInfo", STATUS_INFO),
                      required("component", COMPONENT),
                      required("variable", VARIABLE)))))),
      Map.entry(
          "StatusNotification.req",
          object(
              required("timestamp", DATE_TIME),
              required(
                  "connectorStatus",
                  oneOf("Available", "Occupied", "Reserved", "Unavailable", "Faulted")),
              required("evseId", atLeast(0)),
              required("connectorId", atLeast(0)))),
      Map.entry("StatusNotification.conf", EMPTY),
      Map.entry("TransactionEvent.req", TRANSACTION_EVENT),
      Map.entry(
          "TransactionEvent.conf",
          object(
              optional("totalCost", NUMBER),
              optional("chargingPriority", INTEGER),
              optional("idTokenInfo", TOKEN_INFO),
              optional("updatedPersonalMessage", MESSAGE))));

  private Schemas201() {}
}
