package org.depinsdk.epoch;

import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.proofs.GroupKey;

/** Faults as JSON. Which members an object has says what the fault is about. */
final class FaultJson {
  private FaultJson() {}

  static JsonObject format(EpochFault fault) {
    JsonObject.Builder json = JsonObject.builder().put("reason", fault.reason().text());
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
    return json.build();
  }

  static EpochFault parse(JsonObject json) throws EncodingException {
    ReasonCode reason = json.parsed("reason", ReasonCode::new);
    if (json.has("table")) {
      json.onlyNames("reason", "table", "key");
      return new EpochFault.OfRow(json.string("table"), json.string("key"), reason);
    }
    ProofKind kind = json.parsed("kind", ProofKind::parse);
    if (json.has("group")) {
      json.onlyNames("reason", "kind", "group");
      return new EpochFault.OfGroup(kind, json.parsed("group", GroupKey::new), reason);
    }
    DeviceId device = json.parsed("device", DeviceId::parse);
    if (json.has("report")) {
      json.onlyNames("reason", "device", "kind", "report");
      return new EpochFault.OfReport(json.parsed("report", ReportId::new), device, kind, reason);
    }
    json.onlyNames("reason", "device", "kind");
    return new EpochFault.OfDevice(device, kind, reason);
  }
}
