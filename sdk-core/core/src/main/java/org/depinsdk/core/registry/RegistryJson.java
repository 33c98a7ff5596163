package org.depinsdk.core.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.internal.json.Json;
import org.depinsdk.core.internal.json.JsonReader;
import org.depinsdk.core.internal.json.JsonWriter;

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
    Map<String, Json> json = new LinkedHashMap<>();
    json.put("index", new Json.Number(Long.toString(record.index())));
    put(json, "at", record.at().toString());
    put(json, "device", record.device().text());
    RegistryChange change = record.change();
    if (change instanceof RegistryChange.Enrolled enrolled) {
      put(json, "change", "enrolled");
      put(json, "key", enrolled.key().didKey());
      put(json, "operator", enrolled.operator().text());
      put(json, "class", enrolled.deviceClass());
      put(json, "cell", enrolled.cell().map(H3Cell::toString).orElse(""));
    } else if (change instanceof RegistryChange.Activated) {
      put(json, "change", "activated");
    } else if (change instanceof RegistryChange.Suspended suspended) {
      put(json, "change", "suspended");
      put(json, "reason", suspended.reason());
    } else if (change instanceof RegistryChange.Revoked revoked) {
      put(json, "change", "revoked");
      put(json, "reason", revoked.reason());
    } else if (change instanceof RegistryChange.KeyRotated rotated) {
      put(json, "change", "key-rotated");
      put(json, "key", rotated.key().didKey());
    } else if (change instanceof RegistryChange.Transferred transferred) {
      put(json, "change", "transferred");
      put(json, "operator", transferred.operator().text());
    } else if (change instanceof RegistryChange.Relocated relocated) {
      put(json, "change", "relocated");
      put(json, "cell", relocated.cell().toString());
    } else if (change instanceof RegistryChange.OriginRecorded recorded) {
      put(json, "change", "origin-recorded");
      put(json, "manufacturer", recorded.origin().manufacturer());
      put(json, "serial", recorded.origin().serial());
      put(json, "batch", recorded.origin().batch());
    } else if (change instanceof RegistryChange.SessionOpened opened) {
      put(json, "change", "session-opened");
      put(json, "key", opened.key().didKey());
      put(json, "from", opened.from().toString());
      put(json, "until", opened.until().toString());
    } else if (change instanceof RegistryChange.CloneFound found) {
      put(json, "change", "clone-found");
      put(json, "reason", found.reason());
      json.put("first", box(found.first()));
      json.put("second", box(found.second()));
    }
    record.statement().ifPresent(statement -> {
      Map<String, Json> node = new LinkedHashMap<>();
      put(node, "kind", statement.kind().text());
      put(node, "bytes", Hex.encode(statement.bytes()));
      json.put("statement", new Json.Obj(node));
    });
    return JsonWriter.line(new Json.Obj(json));
  }

  private static Json.Obj box(RegistryChange.Box box) {
    Map<String, Json> json = new LinkedHashMap<>();
    put(json, "boot", box.boot());
    put(json, "report", box.report());
    return new Json.Obj(json);
  }

  private static void put(Map<String, Json> json, String name, String value) {
    json.put(name, new Json.Text(value));
  }

  /**
   * Reads a record.
   *
   * @param line as {@link #format} writes it
   * @return the record
   * @throws EncodingException where the line is not a record; the message names the field
   */
  public static RegistryRecord parse(String line) throws EncodingException {
    Json.Obj json = JsonReader.readObject(line);
    return new RegistryRecord(
        json.number("index"),
        json.instant("at"),
        DeviceId.parse(json.text("device")),
        change(json),
        json.get("statement") != null
            ? Optional.of(statement(json.child("statement")))
            : Optional.empty());
  }

  private static SignedStatement statement(Json.Obj json) throws EncodingException {
    try {
      return new SignedStatement(
          SignedStatement.Kind.parse(json.text("kind")), Hex.decode(json.text("bytes")));
    } catch (IllegalArgumentException e) {
      throw new EncodingException("field statement: " + e.getMessage());
    }
  }

  private static RegistryChange change(Json.Obj json) throws EncodingException {
    String change = json.text("change");
    try {
      return switch (change) {
        case "enrolled" ->
          new RegistryChange.Enrolled(
              key(json),
              OperatorId.parse(json.text("operator")),
              json.text("class"),
              json.text("cell").isEmpty() ? Optional.empty() : Optional.of(cell(json)));
        case "activated" -> new RegistryChange.Activated();
        case "suspended" -> new RegistryChange.Suspended(json.text("reason"));
        case "revoked" -> new RegistryChange.Revoked(json.text("reason"));
        case "key-rotated" -> new RegistryChange.KeyRotated(key(json));
        case "transferred" ->
          new RegistryChange.Transferred(OperatorId.parse(json.text("operator")));
        case "relocated" -> new RegistryChange.Relocated(cell(json));
        case "origin-recorded" ->
          new RegistryChange.OriginRecorded(
              new DeviceOrigin(json.text("manufacturer"), json.text("serial"), json.text("batch")));
        case "session-opened" ->
          new RegistryChange.SessionOpened(key(json), json.instant("from"), json.instant("until"));
        case "clone-found" ->
          new RegistryChange.CloneFound(
              json.text("reason"), box(json.child("first")), box(json.child("second")));
        default ->
          throw new EncodingException("field change: unknown " + EncodingException.shown(change));
      };
    } catch (IllegalArgumentException e) {
      throw new EncodingException(e.getMessage());
    }
  }

  private static RegistryChange.Box box(Json.Obj json) throws EncodingException {
    return new RegistryChange.Box(json.text("boot"), json.text("report"));
  }

  private static DeviceKey key(Json.Obj json) throws EncodingException {
    try {
      return DeviceKey.ofDidKey(json.text("key"));
    } catch (InvalidKeyException e) {
      throw new EncodingException("field key: " + e.getMessage());
    }
  }

  private static H3Cell cell(Json.Obj json) throws EncodingException {
    return H3Cell.parse(json.text("cell"));
  }
}
