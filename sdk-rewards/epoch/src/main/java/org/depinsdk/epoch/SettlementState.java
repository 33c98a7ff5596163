package org.depinsdk.epoch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.epoch.internal.Json;
import org.depinsdk.rewards.TokenAmount;

/**
 * What one epoch hands to the next: the state of the emission and of the reward policy, and what every operator has earned
 * in its life.
 *
 * @param nextEpoch the index of the epoch that comes next
 * @param emission the emission schedule's state as text, empty before the first epoch
 * @param carried what each pool carries forward
 * @param lifetime what every operator has earned so far
 * @param proofs what the judges remember
 */
public record SettlementState(
    long nextEpoch,
    String emission,
    SortedMap<String, TokenAmount> carried,
    SortedMap<OperatorId, TokenAmount> lifetime,
    ProofStates proofs) {
  private static final String FORMAT = "depin-settlement-state/1";

  /** The state before epoch 0. */
  public static final SettlementState GENESIS = new SettlementState(
      0, "", Collections.emptySortedMap(), Collections.emptySortedMap(), ProofStates.NONE);

  /** Checks the index and copies. */
  public SettlementState {
    if (nextEpoch < 0) {
      throw new IllegalArgumentException("nextEpoch must be 0 or more, not " + nextEpoch);
    }
    carried = Collections.unmodifiableSortedMap(new TreeMap<>(carried));
    lifetime = Collections.unmodifiableSortedMap(new TreeMap<>(lifetime));
  }

  /**
   * Writes the state in its one form.
   *
   * @return a JSON document, UTF-8
   */
  public byte[] toJson() {
    ObjectNode json = Json.object();
    json.put("format", FORMAT);
    json.put("nextEpoch", nextEpoch);
    json.put("emission", emission);
    ObjectNode pools = json.putObject("carried");
    carried.forEach((pool, amount) -> pools.put(pool, amount.toString()));
    ObjectNode totals = json.putObject("lifetime");
    lifetime.forEach((operator, amount) -> totals.put(operator.text(), amount.toString()));
    if (!proofs.byKind().isEmpty()) {
      json.set("proofs", proofs.toJson());
    }
    return Json.document(json);
  }

  /**
   * Reads a state.
   *
   * @param bytes a JSON document
   * @return the state
   * @throws EncodingException where the document is not a state; the message names the field
   */
  public static SettlementState parse(byte[] bytes) throws EncodingException {
    ObjectNode json = Json.parse(bytes);
    Json.onlyFields(json, "format", "nextEpoch", "emission", "carried", "lifetime", "proofs");
    if (!FORMAT.equals(Json.text(json, "format"))) {
      throw new EncodingException("field format must be " + FORMAT + ", not " + json.get("format"));
    }
    SortedMap<OperatorId, TokenAmount> lifetime = new TreeMap<>();
    for (Map.Entry<String, TokenAmount> total :
        amounts(Json.child(json, "lifetime")).entrySet()) {
      lifetime.put(OperatorId.parse(total.getKey()), total.getValue());
    }
    return new SettlementState(
        Json.number(json, "nextEpoch"),
        Json.text(json, "emission"),
        amounts(Json.child(json, "carried")),
        lifetime,
        json.has("proofs") ? ProofStates.parse(Json.child(json, "proofs")) : ProofStates.NONE);
  }

  private static SortedMap<String, TokenAmount> amounts(ObjectNode json) throws EncodingException {
    SortedMap<String, TokenAmount> amounts = new TreeMap<>();
    for (var fields = json.fieldNames(); fields.hasNext(); ) {
      String name = fields.next();
      amounts.put(name, TokenAmount.parse(Json.text(json, name)));
    }
    return amounts;
  }
}
