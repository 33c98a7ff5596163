package org.depinsdk.epoch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.depinsdk.core.clone.CloneFinding;
import org.depinsdk.core.clone.InstanceObservation;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.epoch.internal.Json;

/** Devices in two boxes as JSON. */
final class CloneJson {
  private CloneJson() {}

  static ObjectNode format(CloneFinding finding) {
    ObjectNode json = Json.object();
    json.put("device", finding.device().text());
    json.put("reason", finding.reason().text());
    box(json.putObject("first"), finding.first());
    box(json.putObject("second"), finding.second());
    return json;
  }

  private static void box(ObjectNode json, InstanceObservation box) {
    json.put("boot", box.boot());
    json.put("sequence", box.counter());
    json.put("deviceTime", box.deviceTime().toString());
    json.put("report", box.report().hex());
  }

  static CloneFinding parse(byte[] line) throws EncodingException {
    ObjectNode json = Json.parse(line);
    Json.onlyFields(json, "device", "reason", "first", "second");
    DeviceId device = DeviceId.parse(Json.text(json, "device"));
    try {
      return new CloneFinding(
          new ReasonCode(Json.text(json, "reason")),
          device,
          box(device, Json.child(json, "first")),
          box(device, Json.child(json, "second")));
    } catch (IllegalArgumentException e) {
      throw new EncodingException(String.valueOf(e.getMessage()));
    }
  }

  private static InstanceObservation box(DeviceId device, ObjectNode json)
      throws EncodingException {
    Json.onlyFields(json, "boot", "sequence", "deviceTime", "report");
    return new InstanceObservation(
        device,
        Json.text(json, "boot"),
        Json.number(json, "sequence"),
        Json.instant(json, "deviceTime"),
        "",
        new ReportId(Json.text(json, "report")));
  }
}
