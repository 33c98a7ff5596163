package org.depinsdk.epoch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.epoch.internal.Json;
import org.depinsdk.proofs.sanctions.SanctionEvent;

/** Steps of sanctions as lines of JSON, the form that they have in a bundle. */
public final class SanctionJson {
  private SanctionJson() {}

  /**
   * Writes a step.
   *
   * @param event any step
   * @return one line, without a line feed
   */
  public static String format(SanctionEvent event) {
    ObjectNode json = Json.object();
    json.put("at", event.at().toString());
    json.put("sanction", event.sanction());
    if (event instanceof SanctionEvent.Imposed imposed) {
      json.put("step", "imposed");
      json.put("device", imposed.device().text());
      json.put("reason", imposed.reason().text());
      ArrayNode reports = json.putArray("evidence");
      imposed.evidence().forEach(report -> reports.add(report.hex()));
      json.put("expires", imposed.expires().toString());
      json.put("appealWithin", imposed.appealWithin().toString());
      ArrayNode proofs = json.putArray("proofs");
      imposed.proofs().forEach(kind -> proofs.add(kind.text()));
    } else if (event instanceof SanctionEvent.Appealed appealed) {
      json.put("step", "appealed").put("text", appealed.statement());
    } else if (event instanceof SanctionEvent.Upheld upheld) {
      json.put("step", "upheld").put("text", upheld.grounds());
    } else if (event instanceof SanctionEvent.Reversed reversed) {
      json.put("step", "reversed").put("text", reversed.grounds());
    }
    return Json.line(json);
  }

  /**
   * Reads a step.
   *
   * @param line as {@link #format} writes it
   * @return the step
   * @throws EncodingException where the line is not a step; the message names the field
   */
  public static SanctionEvent parse(String line) throws EncodingException {
    ObjectNode json = Json.parse(line.getBytes(StandardCharsets.UTF_8));
    Instant at = Json.instant(json, "at");
    long sanction = Json.number(json, "sanction");
    String step = Json.text(json, "step");
    try {
      return switch (step) {
        case "imposed" -> imposed(json, at, sanction);
        case "appealed" -> new SanctionEvent.Appealed(at, sanction, text(json));
        case "upheld" -> new SanctionEvent.Upheld(at, sanction, text(json));
        case "reversed" -> new SanctionEvent.Reversed(at, sanction, text(json));
        default ->
          throw new EncodingException(
              "field step must be imposed, appealed, upheld or reversed, not "
                  + EncodingException.shown(step));
      };
    } catch (IllegalArgumentException e) {
      throw new EncodingException(e.getMessage());
    }
  }

  private static SanctionEvent imposed(ObjectNode json, Instant at, long sanction)
      throws EncodingException {
    Json.onlyFields(
        json,
        "at",
        "sanction",
        "step",
        "device",
        "reason",
        "evidence",
        "expires",
        "appealWithin",
        "proofs");
    List<ReportId> evidence = new ArrayList<>();
    Json.texts(json, "evidence").forEach(hex -> evidence.add(new ReportId(hex)));
    TreeSet<ProofKind> proofs = new TreeSet<>();
    Json.texts(json, "proofs").forEach(kind -> proofs.add(new ProofKind(kind)));
    return new SanctionEvent.Imposed(
        at,
        sanction,
        DeviceId.parse(Json.text(json, "device")),
        new ReasonCode(Json.text(json, "reason")),
        evidence,
        Json.instant(json, "expires"),
        Json.duration(json, "appealWithin"),
        proofs);
  }

  private static String text(ObjectNode json) throws EncodingException {
    Json.onlyFields(json, "at", "sanction", "step", "text");
    return Json.text(json, "text");
  }
}
