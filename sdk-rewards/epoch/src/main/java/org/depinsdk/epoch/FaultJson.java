package org.depinsdk.epoch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.epoch.internal.Json;
import org.depinsdk.proofs.GroupKey;

/** Faults as lines of JSON. Which fields a line has says what the fault is about. */
final class FaultJson {
  private FaultJson() {}

  static ObjectNode format(EpochFault fault) {
    ObjectNode json = Json.object();
    json.put("reason", fault.reason().text());
    if (fault instanceof EpochFault.OfRow of) {
      json.put("table", of.table()).put("key", of.key());
    } else if (fault instanceof EpochFault.OfReport of) {
      json.put("device", of.device().text()).put("kind", of.kind().text());
      json.put("report", of.report().hex());
    } else if (fault instanceof EpochFault.OfGroup of) {
      json.put("kind", of.kind().text()).put("group", of.group().text());
    } else if (fault instanceof EpochFault.OfDevice of) {
      json.put("device", of.device().text()).put("kind", of.kind().text());
    }
    return json;
  }

  static EpochFault parse(byte[] line) throws EncodingException {
    ObjectNode json = Json.parse(line);
    try {
      ReasonCode reason = new ReasonCode(Json.text(json, "reason"));
      if (json.has("table")) {
        Json.onlyFields(json, "reason", "table", "key");
        return new EpochFault.OfRow(Json.text(json, "table"), Json.text(json, "key"), reason);
      }
      ProofKind kind = ProofKind.parse(Json.text(json, "kind"));
      if (json.has("group")) {
        Json.onlyFields(json, "reason", "kind", "group");
        return new EpochFault.OfGroup(kind, new GroupKey(Json.text(json, "group")), reason);
      }
      DeviceId device = DeviceId.parse(Json.text(json, "device"));
      if (json.has("report")) {
        Json.onlyFields(json, "reason", "device", "kind", "report");
        ReportId report = new ReportId(Json.text(json, "report"));
        return new EpochFault.OfReport(report, device, kind, reason);
      }
      Json.onlyFields(json, "reason", "device", "kind");
      return new EpochFault.OfDevice(device, kind, reason);
    } catch (IllegalArgumentException e) {
      throw new EncodingException(String.valueOf(e.getMessage()));
    }
  }
}
