package org.depinsdk.epoch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.epoch.internal.Json;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.Score;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;

/** Verdicts as lines of JSON. */
final class VerdictJson {
  private VerdictJson() {}

  static ObjectNode format(Verdict verdict) {
    ObjectNode json = Json.object();
    json.put("device", verdict.device().text());
    json.put("kind", verdict.kind().text());
    json.put("group", verdict.group().text());
    json.put("units", verdict.score().units());
    json.put("lower", verdict.score().lower());
    json.put("upper", verdict.score().upper());
    json.put("unit", verdict.score().type().unit());
    json.put("nature", word(verdict.score().type().nature()));
    ArrayNode findings = json.putArray("findings");
    for (Finding finding : verdict.findings()) {
      ObjectNode node = findings.addObject();
      node.put("code", finding.code().text());
      node.put("severity", word(finding.severity()));
      finding.facts().forEach(node.putObject("facts")::put);
      ArrayNode reports = node.putArray("reports");
      finding.evidence().forEach(report -> reports.add(report.hex()));
    }
    return json;
  }

  static Verdict parse(byte[] line) throws EncodingException {
    ObjectNode json = Json.parse(line);
    Json.onlyFields(
        json, "device", "kind", "group", "units", "lower", "upper", "unit", "nature", "findings");
    try {
      ScoreType type = new ScoreType(
          value(ScoreType.Nature.class, Json.text(json, "nature")), Json.text(json, "unit"));
      List<Finding> findings = new ArrayList<>();
      for (JsonNode node : json.path("findings")) {
        if (!(node instanceof ObjectNode finding)) {
          throw new EncodingException("field findings must hold objects, not " + node);
        }
        findings.add(finding(finding));
      }
      return new Verdict(
          DeviceId.parse(Json.text(json, "device")),
          ProofKind.parse(Json.text(json, "kind")),
          new GroupKey(Json.text(json, "group")),
          new Score(
              type,
              Json.number(json, "units"),
              Json.number(json, "lower"),
              Json.number(json, "upper")),
          findings);
    } catch (IllegalArgumentException e) {
      throw new EncodingException(String.valueOf(e.getMessage()));
    }
  }

  private static Finding finding(ObjectNode json) throws EncodingException {
    List<ReportId> reports = new ArrayList<>();
    Json.texts(json, "reports").forEach(hex -> reports.add(new ReportId(hex)));
    return new Finding(
        new ReasonCode(Json.text(json, "code")),
        value(Severity.class, Json.text(json, "severity")),
        Json.textMap(Json.child(json, "facts")),
        reports);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static <T extends Enum<T>> T value(Class<T> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }
}
