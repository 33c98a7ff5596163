package org.depinsdk.epoch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.epoch.internal.Json;

/**
 * What verdicts of past epochs should have been: a JSON file that people write and sign off, and that stands beside the
 * compensation which it asks for.
 *
 * <pre>{@code
 * {
 *   "format": "depin-correction/1",
 *   "network": "depin-wifi",
 *   "corrections": [
 *     {"epoch": 3, "device": "dev-…", "kind": "uptime/1", "units": 12, "reason": "the beacon was late, ticket 17"},
 *     {"epoch": 3, "verdict": {"device": "dev-…", "kind": "coverage/1", "group": "cell:…", "units": 400},
 *      "reason": "the cell was mapped wrongly, ticket 18"}
 *   ]
 * }
 * }</pre>
 *
 * @param network the network's name, so that a file is not used on another
 * @param items what is corrected, at least one; copied
 */
public record Correction(String network, List<Item> items) {
  /** The first field of a correction file and its value. */
  public static final String FORMAT = "depin-correction/1";
  /** Most corrections of one file. */
  public static final int MAX_ITEMS = 100_000;

  private static final int MAX_REASON = 500;

  /**
   * One correction.
   *
   * @param epoch the epoch whose verdict was wrong
   * @param device the device
   * @param kind the proof
   * @param group the group of the verdict that is replaced; empty where the units are all that the device was worth to its
   *     operator in this kind
   * @param units what it should have been, 0 or more
   * @param operator who is paid for it; needed only where the device had several owners in the epoch
   * @param reason why, for people: 1 to 500 characters
   */
  public record Item(
      long epoch,
      DeviceId device,
      ProofKind kind,
      Optional<String> group,
      long units,
      Optional<OperatorId> operator,
      String reason) {
    /** Checks the numbers and the reason. */
    public Item {
      if (epoch < 0 || units < 0) {
        throw new IllegalArgumentException(
            "an epoch and units are 0 or more, not " + epoch + " and " + units);
      }
      if (reason.isBlank() || reason.length() > MAX_REASON) {
        throw new IllegalArgumentException("a correction gives a reason of 1 to " + MAX_REASON
            + " characters, not " + EncodingException.shown(reason));
      }
    }
  }

  /** Copies, and refuses a correction of nothing. */
  public Correction {
    items = List.copyOf(items);
    if (items.isEmpty() || items.size() > MAX_ITEMS) {
      throw new IllegalArgumentException(
          "a file has 1 to " + MAX_ITEMS + " corrections, not " + items.size());
    }
  }

  /**
   * Writes the correction in its one form.
   *
   * @return a JSON document, UTF-8
   */
  public byte[] toJson() {
    ObjectNode json = Json.object();
    json.put("format", FORMAT);
    json.put("network", network);
    ArrayNode array = json.putArray("corrections");
    for (Item item : items) {
      ObjectNode node = array.addObject();
      node.put("epoch", item.epoch());
      ObjectNode subject = item.group().isPresent() ? node.putObject("verdict") : node;
      subject.put("device", item.device().text());
      subject.put("kind", item.kind().text());
      item.group().ifPresent(group -> subject.put("group", group));
      subject.put("units", item.units());
      item.operator().ifPresent(operator -> node.put("operator", operator.text()));
      node.put("reason", item.reason());
    }
    return Json.document(json);
  }

  /**
   * Reads a correction file.
   *
   * @param bytes a JSON document
   * @return the correction
   * @throws EncodingException where it is none; the message names the entry, the field and what was expected
   */
  public static Correction parse(byte[] bytes) throws EncodingException {
    ObjectNode json = Json.parse(bytes);
    Json.onlyFields(json, "format", "network", "corrections");
    if (!FORMAT.equals(Json.text(json, "format"))) {
      throw new EncodingException("field format must be " + FORMAT + ", not " + json.get("format"));
    }
    JsonNode array = json.get("corrections");
    if (array == null || !array.isArray()) {
      throw new EncodingException("field corrections must be an array, not " + array);
    }
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < array.size() && i <= MAX_ITEMS; i++) {
      try {
        items.add(item(array.get(i)));
      } catch (EncodingException | IllegalArgumentException e) {
        throw new EncodingException("corrections[" + i + "]: " + e.getMessage());
      }
    }
    try {
      return new Correction(Json.text(json, "network"), items);
    } catch (IllegalArgumentException e) {
      throw new EncodingException("field corrections: " + e.getMessage());
    }
  }

  private static Item item(JsonNode node) throws EncodingException {
    if (!(node instanceof ObjectNode item)) {
      throw new EncodingException("must be an object, not " + node);
    }
    boolean whole = item.has("verdict");
    ObjectNode subject = whole ? Json.child(item, "verdict") : item;
    if (whole) {
      Json.onlyFields(item, "epoch", "verdict", "operator", "reason");
      // a line of verdicts.jsonl as it is, with other units; what led to them is for people
      Json.onlyFields(
          subject,
          "device",
          "kind",
          "group",
          "units",
          "lower",
          "upper",
          "unit",
          "nature",
          "findings");
    } else {
      Json.onlyFields(item, "epoch", "device", "kind", "units", "operator", "reason");
    }
    return new Item(
        Json.number(item, "epoch"),
        DeviceId.parse(Json.text(subject, "device")),
        ProofKind.parse(Json.text(subject, "kind")),
        whole ? Optional.of(Json.text(subject, "group")) : Optional.empty(),
        Json.number(subject, "units"),
        item.has("operator")
            ? Optional.of(OperatorId.parse(Json.text(item, "operator")))
            : Optional.empty(),
        Json.text(item, "reason"));
  }
}
