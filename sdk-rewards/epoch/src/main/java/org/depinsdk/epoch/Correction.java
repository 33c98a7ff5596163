package org.depinsdk.epoch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonArray;
import org.depinsdk.core.json.JsonLimits;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.proofs.GroupKey;

/**
 * What verdicts of past epochs should have been: a JSON file that people write and sign off, and that is beside the
 * compensation which it asks for.
 *
 * <pre>{@code
 * {
 *   "format": "depin-correction/1",
 *   "network": "depin-wifi",
 *   "corrections": [
 *     {"epoch": 3, "device": "dev-…", "kind": "uptime/1", "units": 12, "reason": "the beacon was late, ticket 17"},
 *     {"epoch": 3, "verdict": {"device": "dev-…", "kind": "coverage/1", "group": "cell:…", "units": 400},
 *      "reason": "the cell was mapped wrongly, ticket 18"},
 *     {"epoch": 3, "added": {"device": "dev-…", "kind": "coverage/1", "group": "cell:…", "units": 90},
 *      "reason": "the cell was left out, ticket 19"}
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
  private static final JsonLimits LIMITS =
      JsonLimits.DEFAULT.withLength(1 << 28).withValues(1 << 24);

  /** What a correction changes. */
  public sealed interface What {
    /** All that the device contributed to its operator in this kind. */
    record Contribution() implements What {}

    /**
     * One verdict, as it is in {@code verdicts.jsonl}, gets other units.
     *
     * @param group its group
     */
    record Verdict(GroupKey group) implements What {}

    /**
     * A verdict is added in a group in which the device has none.
     *
     * @param group the group
     */
    record Added(GroupKey group) implements What {}
  }

  /**
   * One correction.
   *
   * @param epoch the epoch whose verdict was wrong
   * @param device the device
   * @param kind the proof
   * @param what what is replaced or added
   * @param units what it should have been, 0 or more
   * @param operator who is paid for it; needed only if the device had several owners in the epoch
   * @param reason why, for people: 1 to 500 characters
   */
  public record Item(
      long epoch,
      DeviceId device,
      ProofKind kind,
      What what,
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
    return Json.document(JsonObject.builder()
        .put("format", FORMAT)
        .put("network", network)
        .put("corrections", JsonArray.of(items, Correction::format))
        .build());
  }

  private static JsonObject format(Item item) {
    JsonObject.Builder json = JsonObject.builder().put("epoch", item.epoch());
    boolean whole = item.what() instanceof What.Contribution;
    JsonObject.Builder subject = whole ? json : JsonObject.builder();
    subject.put("device", item.device().text()).put("kind", item.kind().text());
    if (item.what() instanceof What.Verdict verdict) {
      json.put(
          "verdict",
          subject
              .put("group", verdict.group().text())
              .put("units", item.units())
              .build());
    } else if (item.what() instanceof What.Added added) {
      json.put(
          "added",
          subject.put("group", added.group().text()).put("units", item.units()).build());
    } else {
      json.put("units", item.units());
    }
    item.operator().ifPresent(operator -> json.put("operator", operator.text()));
    return json.put("reason", item.reason()).build();
  }

  /**
   * Reads a correction file.
   *
   * @param bytes a JSON document
   * @return the correction
   * @throws EncodingException if it is none; the message names the entry, the field and what was expected
   */
  public static Correction parse(byte[] bytes) throws EncodingException {
    JsonObject json = Json.parseObject(bytes, LIMITS);
    json.onlyNames("format", "network", "corrections");
    BundleJson.format(json, FORMAT);
    List<Item> items = new ArrayList<>();
    for (JsonObject item : json.objects("corrections")) {
      try {
        items.add(item(item));
      } catch (IllegalArgumentException e) {
        throw item.location().error("is refused: " + e.getMessage());
      }
    }
    try {
      return new Correction(json.string("network"), items);
    } catch (IllegalArgumentException e) {
      throw json.array("corrections").location().error("is refused: " + e.getMessage());
    }
  }

  private static Item item(JsonObject item) throws EncodingException {
    String one = item.has("verdict") ? "verdict" : item.has("added") ? "added" : "";
    JsonObject subject = one.isEmpty() ? item : item.object(one);
    What what = new What.Contribution();
    if (one.isEmpty()) {
      item.onlyNames("epoch", "device", "kind", "units", "operator", "reason");
    } else {
      item.onlyNames("epoch", one, "operator", "reason");
      // a line of verdicts.jsonl as it is, with other units; what led to them is for people
      subject.onlyNames(
          "device", "kind", "group", "units", "lower", "upper", "unit", "nature", "findings");
      GroupKey group = subject.parsed("group", GroupKey::new);
      what = one.equals("added") ? new What.Added(group) : new What.Verdict(group);
    }
    return new Item(
        item.wholeNumber("epoch"),
        subject.parsed("device", DeviceId::parse),
        subject.parsed("kind", ProofKind::parse),
        what,
        subject.wholeNumber("units"),
        item.has("operator")
            ? Optional.of(item.parsed("operator", OperatorId::parse))
            : Optional.empty(),
        item.string("reason"));
  }
}
