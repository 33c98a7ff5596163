package org.depinsdk.core.registry;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonObject;

/** Registry records as lines of JSON, the form that they have in a bundle. */
public final class RegistryJson {
  private RegistryJson() {}

  /**
   * Writes a record.
   *
   * @param record any record
   * @return one line, without a line feed
   */
  public static String format(RegistryRecord record) {
    JsonObject.Builder json = JsonObject.builder();
    json.put("index", record.index());
    json.put("at", record.at().toString());
    json.put("device", record.device().text());
    RegistryChange change = record.change();
    if (change instanceof RegistryChange.Enrolled enrolled) {
      json.put("change", "enrolled");
      json.put("key", enrolled.key().didKey());
      json.put("operator", enrolled.operator().text());
      json.put("class", enrolled.deviceClass());
      json.put("cell", enrolled.cell().map(H3Cell::toString).orElse(""));
    } else if (change instanceof RegistryChange.Activated) {
      json.put("change", "activated");
    } else if (change instanceof RegistryChange.Suspended suspended) {
      json.put("change", "suspended");
      json.put("reason", suspended.reason());
    } else if (change instanceof RegistryChange.Revoked revoked) {
      json.put("change", "revoked");
      json.put("reason", revoked.reason());
    } else if (change instanceof RegistryChange.KeyRotated rotated) {
      json.put("change", "key-rotated");
      json.put("key", rotated.key().didKey());
    } else if (change instanceof RegistryChange.Transferred transferred) {
      json.put("change", "transferred");
      json.put("operator", transferred.operator().text());
    } else if (change instanceof RegistryChange.Relocated relocated) {
      json.put("change", "relocated");
      json.put("cell", relocated.cell().toString());
    } else if (change instanceof RegistryChange.OriginRecorded recorded) {
      json.put("change", "origin-recorded");
      json.put("manufacturer", recorded.origin().manufacturer());
      json.put("serial", recorded.origin().serial());
      json.put("batch", recorded.origin().batch());
    } else if (change instanceof RegistryChange.SessionOpened opened) {
      json.put("change", "session-opened");
      json.put("key", opened.key().didKey());
      json.put("from", opened.from().toString());
      json.put("until", opened.until().toString());
    } else if (change instanceof RegistryChange.Attested attested) {
      json.put("change", "attested");
      attested(json, attested);
    } else if (change instanceof RegistryChange.AttestationWithdrawn withdrawn) {
      json.put("change", "attestation-withdrawn");
      json.put("reason", withdrawn.reason());
    } else if (change instanceof RegistryChange.CloneFound found) {
      json.put("change", "clone-found");
      json.put("reason", found.reason());
      json.put("first", machine(found.first()));
      json.put("second", machine(found.second()));
    }
    record.instruction().ifPresent(instruction -> {
      JsonObject.Builder node = JsonObject.builder();
      node.put("kind", instruction.kind().text());
      node.put("bytes", Hex.encode(instruction.bytes()));
      json.put("instruction", node.build());
    });
    return Json.line(json.build());
  }

  private static void attested(JsonObject.Builder json, RegistryChange.Attested attested) {
    json.put("scheme", attested.scheme());
    json.put("tier", attested.tier());
    json.put("evidence", attested.evidence().toString());
    json.put("context", attested.context().toString());
    json.put("instance", attested.instance().toString());
    json.put("notAfter", attested.notAfter().toString());
    JsonObject.Builder counters = JsonObject.builder();
    attested.counters().forEach(counters::put);
    json.put("counters", counters.build());
    json.put("findings", JsonArray.ofStrings(attested.findings()));
    attested.origin().ifPresent(origin -> {
      json.put("manufacturer", origin.manufacturer());
      json.put("serial", origin.serial());
      json.put("batch", origin.batch());
    });
  }

  private static JsonObject machine(RegistryChange.Machine machine) {
    return JsonObject.builder()
        .put("boot", machine.boot())
        .put("report", machine.report())
        .build();
  }

  /**
   * Reads a record.
   *
   * @param line as {@link #format} writes it
   * @return the record
   * @throws EncodingException if the line is not a record; the message names the field
   */
  public static RegistryRecord parse(String line) throws EncodingException {
    return parse(Json.parseObject(line, JsonLimits.DEFAULT));
  }

  /**
   * Reads a record.
   *
   * @param json the object in a line
   * @return the record
   * @throws EncodingException if the object is not a record; the message names the field
   */
  public static RegistryRecord parse(JsonObject json) throws EncodingException {
    return new RegistryRecord(
        json.wholeNumber("index"),
        json.instant("at"),
        json.parsed("device", DeviceId::parse),
        change(json),
        json.has("instruction")
            ? Optional.of(instruction(json.object("instruction")))
            : Optional.empty());
  }

  private static SignedInstruction instruction(JsonObject json) throws EncodingException {
    SignedInstruction.Kind kind = json.parsed("kind", SignedInstruction.Kind::parse);
    return json.parsed("bytes", hex -> new SignedInstruction(kind, Hex.decode(hex)));
  }

  private static RegistryChange change(JsonObject json) throws EncodingException {
    String change = json.string("change");
    try {
      return switch (change) {
        case "enrolled" ->
          new RegistryChange.Enrolled(
              key(json),
              json.parsed("operator", OperatorId::parse),
              json.string("class"),
              json.string("cell").isEmpty() ? Optional.empty() : Optional.of(cell(json)));
        case "activated" -> new RegistryChange.Activated();
        case "suspended" -> new RegistryChange.Suspended(json.string("reason"));
        case "revoked" -> new RegistryChange.Revoked(json.string("reason"));
        case "key-rotated" -> new RegistryChange.KeyRotated(key(json));
        case "transferred" ->
          new RegistryChange.Transferred(json.parsed("operator", OperatorId::parse));
        case "relocated" -> new RegistryChange.Relocated(cell(json));
        case "origin-recorded" -> new RegistryChange.OriginRecorded(origin(json));
        case "attested" -> attested(json);
        case "attestation-withdrawn" ->
          new RegistryChange.AttestationWithdrawn(json.string("reason"));
        case "session-opened" ->
          new RegistryChange.SessionOpened(key(json), json.instant("from"), json.instant("until"));
        case "clone-found" ->
          new RegistryChange.CloneFound(
              json.string("reason"), machine(json.object("first")), machine(json.object("second")));
        default -> throw json.unexpected("change", "a change of a device's record");
      };
    } catch (IllegalArgumentException e) {
      throw json.location().error("is refused: " + e.getMessage());
    }
  }

  private static RegistryChange.Attested attested(JsonObject json) throws EncodingException {
    SortedMap<String, Long> counters = new TreeMap<>();
    JsonObject numbers = json.object("counters");
    for (String name : numbers.members().keySet()) {
      counters.put(name, numbers.wholeNumber(name));
    }
    return new RegistryChange.Attested(
        json.string("scheme"),
        json.string("tier"),
        json.parsed("evidence", Bytes32::parse),
        json.parsed("context", Bytes32::parse),
        json.parsed("instance", Bytes32::parse),
        json.instant("notAfter"),
        counters,
        json.strings("findings"),
        json.has("manufacturer") ? Optional.of(origin(json)) : Optional.empty());
  }

  private static DeviceOrigin origin(JsonObject json) throws EncodingException {
    return new DeviceOrigin(
        json.string("manufacturer"), json.string("serial"), json.string("batch"));
  }

  private static RegistryChange.Machine machine(JsonObject json) throws EncodingException {
    return new RegistryChange.Machine(json.string("boot"), json.string("report"));
  }

  private static DeviceKey key(JsonObject json) throws EncodingException {
    return json.parsed("key", text -> {
      try {
        return DeviceKey.ofDidKey(text);
      } catch (InvalidKeyException e) {
        throw new EncodingException(e.getMessage());
      }
    });
  }

  private static H3Cell cell(JsonObject json) throws EncodingException {
    return json.parsed("cell", H3Cell::parse);
  }
}
