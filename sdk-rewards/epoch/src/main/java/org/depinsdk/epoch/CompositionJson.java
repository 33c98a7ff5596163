package org.depinsdk.epoch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.epoch.internal.Json;
import org.depinsdk.proofs.composition.Composition;

/** The compositions of a policy as JSON. */
final class CompositionJson {
  private CompositionJson() {}

  static void write(List<Composition> compositions, ArrayNode into) {
    for (Composition composition : compositions) {
      ObjectNode json = into.addObject();
      json.put("name", composition.name());
      json.put("rule", text(composition.rule()));
      ArrayNode parts = json.putArray("parts");
      for (Composition.Part part : composition.parts()) {
        parts.addObject().put("proof", part.kind().text()).put("full", part.full());
      }
    }
  }

  static List<Composition> read(JsonNode json) throws EncodingException {
    List<Composition> compositions = new ArrayList<>();
    for (ObjectNode one : objects(json, "compositions")) {
      Json.onlyFields(one, "name", "rule", "parts");
      List<Composition.Part> parts = new ArrayList<>();
      for (ObjectNode part : objects(one.path("parts"), "parts")) {
        Json.onlyFields(part, "proof", "full");
        parts.add(new Composition.Part(
            ProofKind.parse(Json.text(part, "proof")), Json.number(part, "full")));
      }
      compositions.add(new Composition(Json.text(one, "name"), rule(one), parts));
    }
    return compositions;
  }

  /** A rule's name in a policy, for example {@code all-of}. */
  static String text(Composition.Rule rule) {
    return rule.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Composition.Rule rule(ObjectNode json) throws EncodingException {
    String text = Json.text(json, "rule");
    for (Composition.Rule rule : Composition.Rule.values()) {
      if (text(rule).equals(text)) {
        return rule;
      }
    }
    throw new EncodingException("field rule must be all-of, best-of, product or gate, not "
        + EncodingException.shown(text));
  }

  private static List<ObjectNode> objects(JsonNode json, String field) throws EncodingException {
    List<ObjectNode> objects = new ArrayList<>();
    for (JsonNode one : json) {
      if (one instanceof ObjectNode object) {
        objects.add(object);
      }
    }
    if (!json.isArray() || objects.size() != json.size()) {
      throw new EncodingException("field " + field + " must be an array of objects");
    }
    return objects;
  }
}
