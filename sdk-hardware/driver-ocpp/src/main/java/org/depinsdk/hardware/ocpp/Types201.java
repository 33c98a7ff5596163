package org.depinsdk.hardware.ocpp;

import static org.depinsdk.hardware.ocpp.Shape.DECIMAL;
import static org.depinsdk.hardware.ocpp.Shape.INTEGER;
import static org.depinsdk.hardware.ocpp.Shape.TIME;
import static org.depinsdk.hardware.ocpp.Shape.choice;
import static org.depinsdk.hardware.ocpp.Shape.from;
import static org.depinsdk.hardware.ocpp.Shape.list;
import static org.depinsdk.hardware.ocpp.Shape.may;
import static org.depinsdk.hardware.ocpp.Shape.must;
import static org.depinsdk.hardware.ocpp.Shape.text;

import java.util.Arrays;
import org.depinsdk.hardware.ocpp.Shape.Body;
import org.depinsdk.hardware.ocpp.Shape.Field;

/** The types that messages of OCPP 2.0.1 share (part 2, section 2): names, types and limits of the standard. */
final class Types201 {
  static final int MAX_LIST = 100;

  static final Field CUSTOM = may("customData", Shape.open(must("vendorId", text(255))));
  static final Body EMPTY = body();

  static final Body STATUS_INFO =
      body(must("reasonCode", text(20)), may("additionalInfo", text(512)));

  static final Body TOKEN = body(
      may(
          "additionalInfo",
          list(1, MAX_LIST, body(must("additionalIdToken", text(36)), must("type", text(50))))),
      must("idToken", text(36)),
      must(
          "type",
          choice(
              "Central",
              "eMAID",
              "ISO14443",
              "ISO15693",
              "KeyCode",
              "Local",
              "MacAddress",
              "NoAuthorization")));

  static final Body MESSAGE = body(
      must("format", choice("ASCII", "HTML", "URI", "UTF8")),
      may("language", text(8)),
      must("content", text(512)));

  static final Body TOKEN_INFO = body(
      must(
          "status",
          choice(
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
      may("cacheExpiryDateTime", TIME),
      may("chargingPriority", INTEGER),
      may("language1", text(8)),
      may("evseId", list(1, MAX_LIST, INTEGER)),
      may("groupIdToken", TOKEN),
      may("language2", text(8)),
      may("personalMessage", MESSAGE));

  static final Body EVSE = body(must("id", from(0)), may("connectorId", from(0)));

  static final Body COMPONENT =
      body(may("evse", EVSE), must("name", text(50)), may("instance", text(50)));
  static final Body VARIABLE = body(must("name", text(50)), may("instance", text(50)));
  static final Shape ATTRIBUTE = choice("Actual", "Target", "MinSet", "MaxSet");

  static final Body SAMPLED_VALUE = body(
      must("value", DECIMAL),
      may("context", text(50)),
      may("measurand", text(50)),
      may(
          "phase",
          choice("L1", "L2", "L3", "N", "L1-N", "L2-N", "L3-N", "L1-L2", "L2-L3", "L3-L1")),
      may("location", choice("Body", "Cable", "EV", "Inlet", "Outlet")),
      may(
          "signedMeterValue",
          body(
              must("signedMeterData", text(2500)),
              must("signingMethod", text(50)),
              must("encodingMethod", text(50)),
              must("publicKey", text(2500)))),
      may(
          "unitOfMeasure",
          // a multiplier is a power of ten; more than these are no unit
          body(may("unit", text(20)), may("multiplier", new Shape.Whole(-12, 12)))));

  static final Body METER_VALUE =
      body(must("sampledValue", list(1, MAX_LIST, SAMPLED_VALUE)), must("timestamp", TIME));

  static final Body SALES_TARIFF = body(
      must("id", INTEGER),
      may("salesTariffDescription", text(32)),
      may("numEPriceLevels", INTEGER),
      must(
          "salesTariffEntry",
          list(
              1,
              1024,
              body(
                  must(
                      "relativeTimeInterval",
                      body(must("start", INTEGER), may("duration", INTEGER))),
                  may("ePriceLevel", from(0)),
                  may(
                      "consumptionCost",
                      list(
                          1,
                          3,
                          body(
                              must("startValue", DECIMAL),
                              must(
                                  "cost",
                                  list(
                                      1,
                                      3,
                                      body(
                                          must(
                                              "costKind",
                                              choice(
                                                  "CarbonDioxideEmission",
                                                  "RelativePricePercentage",
                                                  "RenewableGenerationPercentage")),
                                          must("amount", INTEGER),
                                          may("amountMultiplier", INTEGER)))))))))));

  static final Body CHARGING_SCHEDULE = body(
      must("id", INTEGER),
      may("startSchedule", TIME),
      may("duration", INTEGER),
      must("chargingRateUnit", choice("W", "A")),
      must(
          "chargingSchedulePeriod",
          list(
              1,
              1024,
              body(
                  must("startPeriod", INTEGER),
                  must("limit", DECIMAL),
                  may("numberPhases", INTEGER),
                  may("phaseToUse", INTEGER)))),
      may("minChargingRate", DECIMAL),
      may("salesTariff", SALES_TARIFF));

  static final Body CHARGING_PROFILE = body(
      must("id", INTEGER),
      must("stackLevel", INTEGER),
      must(
          "chargingProfilePurpose",
          choice(
              "ChargingStationExternalConstraints",
              "ChargingStationMaxProfile",
              "TxDefaultProfile",
              "TxProfile")),
      must("chargingProfileKind", choice("Absolute", "Recurring", "Relative")),
      may("recurrencyKind", choice("Daily", "Weekly")),
      may("validFrom", TIME),
      may("validTo", TIME),
      must("chargingSchedule", list(1, 3, CHARGING_SCHEDULE)),
      may("transactionId", text(36)));

  private Types201() {}

  // every type of 2.0.1 has room for a vendor's own data
  static Body body(Field... fields) {
    Field[] all = Arrays.copyOf(fields, fields.length + 1);
    all[fields.length] = CUSTOM;
    return Shape.body(all);
  }

  static Body answer(String... statuses) {
    return body(must("status", choice(statuses)), may("statusInfo", STATUS_INFO));
  }
}
