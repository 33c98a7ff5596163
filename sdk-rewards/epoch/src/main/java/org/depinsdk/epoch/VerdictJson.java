package org.depinsdk.epoch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.ReportId;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.Score;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.Severity;
import org.depinsdk.proofs.Verdict;

/** Verdicts as JSON. */
final class VerdictJson {
  private VerdictJson() {}

  static JsonObject format(Verdict verdict) {
    return JsonObject.builder()
        .put("device", verdict.device().text())
        .put("kind", verdict.kind().text())
        .put("group", verdict.group().text())
        .put("units", verdict.score().units())
        .put("lower", verdict.score().lower())
        .put("upper", verdict.score().upper())
        .put("unit", verdict.score().type().unit())
        .put("nature", word(verdict.score().type().nature()))
        .put("findings", JsonArray.of(verdict.findings(), VerdictJson::format))
        .build();
  }

  private static JsonObject format(Finding finding) {
    return JsonObject.builder()
        .put("code", finding.code().text())
        .put("severity", word(finding.severity()))
        .put("facts", JsonObject.ofStrings(finding.facts()))
        .put(
            "reports",
            JsonArray.ofStrings(finding.evidence().stream().map(ReportId::hex).toList()))
        .build();
  }

  static Verdict parse(JsonObject json) throws EncodingException {
    json.onlyNames(
        "device", "kind", "group", "units", "lower", "upper", "unit", "nature", "findings");
    ScoreType type = new ScoreType(
        json.parsed("nature", word -> value(ScoreType.Nature.class, word)), json.string("unit"));
    List<Finding> findings = new ArrayList<>();
    for (JsonObject finding : json.objects("findings")) {
      findings.add(finding(finding));
    }
    Score score;
    try {
      score = new Score(
          type, json.wholeNumber("units"), json.wholeNumber("lower"), json.wholeNumber("upper"));
    } catch (IllegalArgumentException e) {
      throw json.unexpected("units", "lower to upper");
    }
    return new Verdict(
        json.parsed("device", DeviceId::parse),
        json.parsed("kind", ProofKind::parse),
        json.parsed("group", GroupKey::new),
        score,
        findings);
  }

  private static Finding finding(JsonObject json) throws EncodingException {
    json.onlyNames("code", "severity", "facts", "reports");
    List<ReportId> reports = new ArrayList<>();
    for (String hex : json.strings("reports")) {
      reports.add(BundleJson.report(hex));
    }
    return new Finding(
        json.parsed("code", ReasonCode::new),
        json.parsed("severity", word -> value(Severity.class, word)),
        BundleJson.strings(json, "facts"),
        reports);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static <T extends Enum<T>> T value(Class<T> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }
}
