package org.depinsdk.epoch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.lifecycle.IdentityRules;
import org.depinsdk.core.lifecycle.Signatory;
import org.depinsdk.epoch.internal.Json;

/** The identity rules of a policy as JSON. */
final class IdentityJson {
  private IdentityJson() {}

  static ObjectNode format(IdentityRules rules) {
    ObjectNode json = Json.object();
    ArrayNode registrars = json.putArray("registrars");
    rules.registrars().forEach(r -> registrars.add(r.text()));
    ObjectNode manufacturers = json.putObject("manufacturers");
    rules.manufacturers().forEach((name, signatories) -> {
      ArrayNode texts = manufacturers.putArray(name);
      signatories.forEach(s -> texts.add(s.text()));
    });
    json.put("longestSession", rules.longestSession().toString());
    return json;
  }

  static IdentityRules parse(ObjectNode json) throws EncodingException {
    Json.onlyFields(json, "registrars", "manufacturers", "longestSession");
    ObjectNode named = Json.child(json, "manufacturers");
    SortedMap<String, SortedSet<Signatory>> manufacturers = new TreeMap<>();
    for (var names = named.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      manufacturers.put(name, signatories(named, name));
    }
    Duration longest = Json.duration(json, "longestSession");
    try {
      return new IdentityRules(signatories(json, "registrars"), manufacturers, longest);
    } catch (IllegalArgumentException e) {
      throw new EncodingException("field identity: " + e.getMessage());
    }
  }

  private static SortedSet<Signatory> signatories(ObjectNode json, String field)
      throws EncodingException {
    SortedSet<Signatory> all = new TreeSet<>();
    for (String text : Json.texts(json, field)) {
      try {
        all.add(Signatory.parse(text));
      } catch (EncodingException e) {
        throw new EncodingException("field identity." + field + ": " + e.getMessage());
      }
    }
    return all;
  }
}
