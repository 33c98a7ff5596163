package org.depinsdk.epoch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;
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
    JsonObject.Builder json = JsonObject.builder();
    json.put("at", event.at().toString());
    json.put("sanction", event.sanction());
    if (event instanceof SanctionEvent.Imposed imposed) {
      json.put("step", "imposed");
      json.put("device", imposed.device().text());
      json.put("reason", imposed.reason().text());
      json.put(
          "evidence",
          JsonArray.ofStrings(imposed.evidence().stream().map(ReportId::hex).toList()));
      json.put("expires", imposed.expires().toString());
      json.put("appealWithin", imposed.appealWithin().toString());
      json.put(
          "proofs",
          JsonArray.ofStrings(imposed.proofs().stream().map(ProofKind::text).toList()));
    } else if (event instanceof SanctionEvent.Appealed appealed) {
      json.put("step", "appealed").put("text", appealed.statement());
    } else if (event instanceof SanctionEvent.Upheld upheld) {
      json.put("step", "upheld").put("text", upheld.grounds());
    } else if (event instanceof SanctionEvent.Reversed reversed) {
      json.put("step", "reversed").put("text", reversed.grounds());
    }
    return Json.line(json.build());
  }

  /**
   * Reads a step.
   *
   * @param line as {@link #format} writes it
   * @return the step
   * @throws EncodingException if the line is not a step; the message names the field
   */
  public static SanctionEvent parse(String line) throws EncodingException {
    return parse(Json.parseObject(line, JsonLimits.DEFAULT));
  }

  static SanctionEvent parse(JsonObject json) throws EncodingException {
    Instant at = json.instant("at");
    long sanction = json.wholeNumber("sanction");
    String step = json.string("step");
    if (!step.equals("imposed")) {
      json.onlyNames("at", "sanction", "step", "text");
    }
    try {
      return switch (step) {
        case "imposed" -> imposed(json, at, sanction);
        case "appealed" -> new SanctionEvent.Appealed(at, sanction, json.string("text"));
        case "upheld" -> new SanctionEvent.Upheld(at, sanction, json.string("text"));
        case "reversed" -> new SanctionEvent.Reversed(at, sanction, json.string("text"));
        default -> throw json.unexpected("step", "imposed, appealed, upheld or reversed");
      };
    } catch (IllegalArgumentException e) {
      throw new EncodingException(String.valueOf(e.getMessage()));
    }
  }

  private static SanctionEvent imposed(JsonObject json, Instant at, long sanction)
      throws EncodingException {
    json.onlyNames(
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
    for (String hex : json.strings("evidence")) {
      evidence.add(BundleJson.report(hex));
    }
    TreeSet<ProofKind> proofs = new TreeSet<>();
    for (String kind : json.strings("proofs")) {
      proofs.add(ProofKind.parse(kind));
    }
    return new SanctionEvent.Imposed(
        at,
        sanction,
        json.parsed("device", DeviceId::parse),
        json.parsed("reason", ReasonCode::new),
        evidence,
        json.instant("expires"),
        json.duration("appealWithin"),
        proofs);
  }
}
