package org.depinsdk.epoch;

import org.depinsdk.core.clone.CloneFinding;
import org.depinsdk.core.clone.InstanceObservation;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;

/** Identities that two machines use, as JSON. */
final class CloneJson {
  private CloneJson() {}

  static JsonObject format(CloneFinding finding) {
    return JsonObject.builder()
        .put("device", finding.device().text())
        .put("reason", finding.reason().text())
        .put("first", format(finding.first()))
        .put("second", format(finding.second()))
        .build();
  }

  private static JsonObject format(InstanceObservation seen) {
    return JsonObject.builder()
        .put("boot", seen.boot())
        .put("sequence", seen.counter())
        .put("deviceTime", seen.deviceTime().toString())
        .put("received", seen.received())
        .put("report", seen.report().hex())
        .build();
  }

  static CloneFinding parse(JsonObject json) throws EncodingException {
    json.onlyNames("device", "reason", "first", "second");
    DeviceId device = json.parsed("device", DeviceId::parse);
    return new CloneFinding(
        json.parsed("reason", ReasonCode::new),
        device,
        observation(device, json.object("first")),
        observation(device, json.object("second")));
  }

  private static InstanceObservation observation(DeviceId device, JsonObject json)
      throws EncodingException {
    json.onlyNames("boot", "sequence", "deviceTime", "received", "report");
    try {
      return new InstanceObservation(
          device,
          json.string("boot"),
          json.wholeNumber("sequence"),
          json.instant("deviceTime"),
          json.wholeNumber("received"),
          "",
          json.parsed("report", ReportId::new));
    } catch (IllegalArgumentException e) {
      throw new EncodingException(String.valueOf(e.getMessage()));
    }
  }
}
