package org.depinsdk.hardware.ocpp;

import static org.depinsdk.hardware.ocpp.JsonSchema.DATE_TIME;
import static org.depinsdk.hardware.ocpp.JsonSchema.INTEGER;
import static org.depinsdk.hardware.ocpp.JsonSchema.NUMBER;
import static org.depinsdk.hardware.ocpp.JsonSchema.array;
import static org.depinsdk.hardware.ocpp.JsonSchema.atLeast;
import static org.depinsdk.hardware.ocpp.JsonSchema.decisive;
import static org.depinsdk.hardware.ocpp.JsonSchema.oneOf;
import static org.depinsdk.hardware.ocpp.JsonSchema.optional;
import static org.depinsdk.hardware.ocpp.JsonSchema.required;
import static org.depinsdk.hardware.ocpp.JsonSchema.string;

import java.util.Arrays;
import org.depinsdk.hardware.ocpp.JsonSchema.ObjectSchema;
import org.depinsdk.hardware.ocpp.JsonSchema.Property;

/** The types that messages of OCPP 2.0.1 share (part 2, section 2): names, types and limits of the standard. */
final class Types201 {
  static final Property CUSTOM =
      optional("customData", JsonSchema.openObject(required("vendorId", string(255))));
  static final ObjectSchema EMPTY = object();

  static final ObjectSchema STATUS_INFO =
      object(required("reasonCode", string(20)), optional("additionalInfo", string(512)));

  static final ObjectSchema TOKEN = object(
      optional(
          "additionalInfo",
          array(
              1, object(required("additionalIdToken", string(36)), required("type", string(50))))),
      required("idToken", string(36)),
      required(
          "type",
          oneOf(
              "Central",
              "eMAID",
              "ISO14443",
              "ISO15693",
              "KeyCode",
              "Local",
              "MacAddress",
              "NoAuthorization")));

  static final ObjectSchema MESSAGE = object(
      required("format", oneOf("ASCII", "HTML", "URI", "UTF8")),
      optional("language", string(8)),
      required("content", string(512)));

  static final ObjectSchema TOKEN_INFO = object(
      required(
          "status",
          oneOf(
              "Accepted",
              "Blocked",
              "ConcurrentTx",
              "Expired",
              "Invalid",
              "NoCredit",
              "NotAllowedTypeEVSE",
              "NotAtThisLocation",
              "NotAtThisTime",
              "Unknown")),
      optional("cacheExpiryDateTime", DATE_TIME),
      optional("chargingPriority", INTEGER),
      optional("language1", string(8)),
      optional("evseId", array(1, INTEGER)),
      optional("groupIdToken", TOKEN),
      optional("language2", string(8)),
      optional("personalMessage", MESSAGE));

  static final ObjectSchema EVSE =
      object(required("id", atLeast(0)), optional("connectorId", atLeast(0)));

  static final ObjectSchema COMPONENT = object(
      optional("evse", EVSE), required("name", string(50)), optional("instance", string(50)));
  static final ObjectSchema VARIABLE =
      object(required("name", string(50)), optional("instance", string(50)));
  static final JsonSchema ATTRIBUTE = oneOf("Actual", "Target", "MinSet", "MaxSet");

  static final ObjectSchema SAMPLED_VALUE = object(
      required("value", NUMBER),
      optional("context", string(50)),
      decisive("measurand", string(50)),
      decisive("phase", string(50)),
      optional("location", string(50)),
      optional(
          "signedMeterValue",
          object(
              required("signedMeterData", string(2500)),
              required("signingMethod", string(50)),
              required("encodingMethod", string(50)),
              required("publicKey", string(2500)))),
      decisive(
          "unitOfMeasure",
          // a multiplier is a power of ten; more than these are no unit
          object(
              optional("unit", string(20)),
              decisive("multiplier", new JsonSchema.IntegerSchema(-12, 12)))));

  static final ObjectSchema METER_VALUE =
      object(required("sampledValue", array(1, SAMPLED_VALUE)), required("timestamp", DATE_TIME));

  static final ObjectSchema SALES_TARIFF = object(
      required("id", INTEGER),
      optional("salesTariffDescription", string(32)),
      optional("numEPriceLevels", INTEGER),
      required(
          "salesTariffEntry",
          array(
              1,
              1024,
              object(
                  required(
                      "relativeTimeInterval",
                      object(required("start", INTEGER), optional("duration", INTEGER))),
                  optional("ePriceLevel", atLeast(0)),
                  optional(
                      "consumptionCost",
                      array(
                          1,
                          3,
                          object(
                              required("startValue", NUMBER),
                              required(
                                  "cost",
                                  array(
                                      1,
                                      3,
                                      object(
                                          required(
                                              "costKind",
                                              oneOf(
                                                  "CarbonDioxideEmission",
                                                  "RelativePricePercentage",
                                                  "RenewableGenerationPercentage")),
                                          required("amount", INTEGER),
                                          optional("amountMultiplier", INTEGER)))))))))));

  static final ObjectSchema CHARGING_SCHEDULE = object(
      required("id", INTEGER),
      optional("startSchedule", DATE_TIME),
      optional("duration", INTEGER),
      required("chargingRateUnit", oneOf("W", "A")),
      required(
          "chargingSchedulePeriod",
          array(
              1,
              1024,
              object(
                  required("startPeriod", INTEGER),
                  required("limit", NUMBER),
                  optional("numberPhases", INTEGER),
                  optional("phaseToUse", INTEGER)))),
      optional("minChargingRate", NUMBER),
      optional("salesTariff", SALES_TARIFF));

  static final ObjectSchema CHARGING_PROFILE = object(
      required("id", INTEGER),
      required("stackLevel", INTEGER),
      required(
          "chargingProfilePurpose",
          oneOf(
              "ChargingStationExternalConstraints",
              "ChargingStationMaxProfile",
              "TxDefaultProfile",
              "TxProfile")),
      required("chargingProfileKind", oneOf("Absolute", "Recurring", "Relative")),
      optional("recurrencyKind", oneOf("Daily", "Weekly")),
      optional("validFrom", DATE_TIME),
      optional("validTo", DATE_TIME),
      required("chargingSchedule", array(1, 3, CHARGING_SCHEDULE)),
      optional("transactionId", string(36)));

  private Types201() {}

  // every type of 2.0.1 has room for a vendor's own data
  static ObjectSchema object(Property... fields) {
    Property[] all = Arrays.copyOf(fields, fields.length + 1);
    all[fields.length] = CUSTOM;
    return JsonSchema.object(all);
  }

  static ObjectSchema answer(String... statuses) {
    return object(required("status", oneOf(statuses)), optional("statusInfo", STATUS_INFO));
  }
}
