package org.depinsdk.epoch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.DeviceOrigin;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.core.registry.SignedStatement;
import org.depinsdk.epoch.internal.Json;

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
    ObjectNode json = Json.object();
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
    } else if (change instanceof RegistryChange.CloneFound found) {
      json.put("change", "clone-found");
      json.put("reason", found.reason());
      box(json.putObject("first"), found.first());
      box(json.putObject("second"), found.second());
    }
    record.statement().ifPresent(statement -> {
      ObjectNode node = json.putObject("statement");
      node.put("kind", statement.kind().text());
      node.put("bytes", Hex.encode(statement.bytes()));
    });
    return Json.line(json);
  }

  private static void box(ObjectNode json, RegistryChange.Box box) {
    json.put("boot", box.boot());
    json.put("report", box.report());
  }

  /**
   * Reads a record.
   *
   * @param line as {@link #format} writes it
   * @return the record
   * @throws EncodingException where the line is not a record; the message names the field
   */
  public static RegistryRecord parse(String line) throws EncodingException {
    ObjectNode json = Json.parse(line.getBytes(StandardCharsets.UTF_8));
    return new RegistryRecord(
        Json.number(json, "index"),
        Json.instant(json, "at"),
        DeviceId.parse(Json.text(json, "device")),
        change(json),
        json.has("statement")
            ? Optional.of(statement(Json.child(json, "statement")))
            : Optional.empty());
  }

  private static SignedStatement statement(ObjectNode json) throws EncodingException {
    try {
      return new SignedStatement(
          SignedStatement.Kind.parse(Json.text(json, "kind")),
          Hex.decode(Json.text(json, "bytes")));
    } catch (IllegalArgumentException e) {
      throw new EncodingException("field statement: " + e.getMessage());
    }
  }

  private static RegistryChange change(ObjectNode json) throws EncodingException {
    String change = Json.text(json, "change");
    try {
      return switch (change) {
        case "enrolled" ->
          new RegistryChange.Enrolled(
              key(json),
              OperatorId.parse(Json.text(json, "operator")),
              Json.text(json, "class"),
              Json.text(json, "cell").isEmpty() ? Optional.empty() : Optional.of(cell(json)));
        case "activated" -> new RegistryChange.Activated();
        case "suspended" -> new RegistryChange.Suspended(Json.text(json, "reason"));
        case "revoked" -> new RegistryChange.Revoked(Json.text(json, "reason"));
        case "key-rotated" -> new RegistryChange.KeyRotated(key(json));
        case "transferred" ->
          new RegistryChange.Transferred(OperatorId.parse(Json.text(json, "operator")));
        case "relocated" -> new RegistryChange.Relocated(cell(json));
        case "origin-recorded" ->
          new RegistryChange.OriginRecorded(new DeviceOrigin(
              Json.text(json, "manufacturer"),
              Json.text(json, "serial"),
              Json.text(json, "batch")));
        case "session-opened" ->
          new RegistryChange.SessionOpened(
              key(json), Json.instant(json, "from"), Json.instant(json, "until"));
        case "clone-found" ->
          new RegistryChange.CloneFound(
              Json.text(json, "reason"),
              box(Json.child(json, "first")),
              box(Json.child(json, "second")));
        default ->
          throw new EncodingException("field change: unknown " + EncodingException.shown(change));
      };
    } catch (IllegalArgumentException e) {
      throw new EncodingException(e.getMessage());
    }
  }

  private static RegistryChange.Box box(ObjectNode json) throws EncodingException {
    return new RegistryChange.Box(Json.text(json, "boot"), Json.text(json, "report"));
  }

  private static DeviceKey key(ObjectNode json) throws EncodingException {
    try {
      return DeviceKey.ofDidKey(Json.text(json, "key"));
    } catch (InvalidKeyException e) {
      throw new EncodingException("field key: " + e.getMessage());
    }
  }

  private static H3Cell cell(ObjectNode json) throws EncodingException {
    return H3Cell.parse(Json.text(json, "cell"));
  }
}
