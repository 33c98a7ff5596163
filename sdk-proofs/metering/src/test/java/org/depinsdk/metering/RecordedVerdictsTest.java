package org.depinsdk.metering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.json.JsonString;
import org.depinsdk.core.json.JsonValue;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.testing.Vectors;
import org.junit.jupiter.api.Test;

/** Every recorded verdict of the S.A.F.E. corpus: the reference software's and OpenSSL's. */
class RecordedVerdictsTest {
  @Test
  void ocmfStrictIsTheReferenceSoftware() throws Exception {
    List<Case> records = records("ocmf/ocmf-records.jsonl");
    for (Case r : records) {
      assertThat(verdict(r, RecordRules.STRICT, Optional.empty()))
          .as(r.get("id") + " " + r.get("notes"))
          .isEqualTo(r.get("expectedReferenceVerdict"));
    }
    Vectors.report("ocmf/ocmf-records.jsonl", records.size(), "strict rules against the reference");
  }

  @Test
  void ocmfFieldIsTheIndependentCheckOfTheTrimmedRecord() throws Exception {
    int lenient = 0;
    List<Case> records = records("ocmf/ocmf-records.jsonl");
    for (Case r : records) {
      String notes = r.get("notes");
      String ours = verdict(r, RecordRules.FIELD, Optional.of(MeterCurve.SECP256R1));
      String theirs = r.get("independentCryptoVerdict").startsWith("valid") ? "valid" : "invalid";
      if (ours.equals(theirs)) {
        continue;
      }
      // where the second opinion could not run on the record as it stands, the note says why
      lenient++;
      assertThat(notes).as(r.get("id")).isNotEmpty();
      if (ours.equals("valid")) {
        // raw r || s with a raw key, integers without their zero byte, or whitespace around a good
        // record
        SignedMeterRecord record = MeterFormat.parse(r.get("record"), RecordRules.FIELD);
        assertThat(!record.canonicalSignature()
                || !r.get("record").equals(r.get("record").strip()))
            .as(r.get("id"))
            .isTrue();
      } else {
        assertThat(r.get("record").strip().startsWith("OCMF|") && supported(r))
            .as(r.get("id") + ": only a wrong header or version may overrule a good signature")
            .isFalse();
      }
    }
    Vectors.report(
        "ocmf/ocmf-records.jsonl",
        records.size(),
        "field rules against OpenSSL, " + lenient + " explained by their notes");
  }

  @Test
  void alfenIsTheIndependentCheck() throws Exception {
    List<Case> records = records("alfen/alfen-records.jsonl");
    for (Case r : records) {
      // the reference refuses its second record because it guesses the key's encoding wrongly
      SignedMeterRecord record = MeterFormat.parse(r.get("record"), RecordRules.STRICT);
      MeterKey key = record.embeddedKey().orElseThrow();
      assertThat(record.verify(key) ? "valid" : "invalid")
          .isEqualTo(r.get("independentCryptoVerdict"));
    }
    Vectors.report("alfen/alfen-records.jsonl", records.size(), "");
  }

  /** One line of the file; an absent field is empty. */
  record Case(Map<String, String> fields) {
    String get(String name) {
      return fields.getOrDefault(name, "");
    }
  }

  private static boolean supported(Case r) {
    return !r.get("notes").contains("version");
  }

  static String verdict(Case r, RecordRules rules, Optional<MeterCurve> pointCurve) {
    try {
      MeterKey key = MeterKey.parse(r.get("publicKey"), pointCurve);
      return MeterFormat.parse(r.get("record"), rules).verify(key) ? "valid" : "invalid";
    } catch (MalformedEvidenceException e) {
      return "invalid";
    }
  }

  static List<Case> records(String path) {
    return Vectors.text(path).lines().map(RecordedVerdictsTest::fields).toList();
  }

  private static Case fields(String line) {
    Map<String, String> fields = new HashMap<>();
    for (Map.Entry<String, JsonValue> member : object(line).members().entrySet()) {
      StringBuilder all = new StringBuilder();
      List<JsonValue> values =
          member.getValue() instanceof JsonArray array ? array.items() : List.of(member.getValue());
      values.forEach(value ->
          all.append(value instanceof JsonString string ? string.value() : Json.line(value)));
      fields.put(member.getKey(), all.toString());
    }
    return new Case(fields);
  }

  private static JsonObject object(String line) {
    try {
      return Json.parseObject(line, JsonLimits.DEFAULT);
    } catch (EncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
