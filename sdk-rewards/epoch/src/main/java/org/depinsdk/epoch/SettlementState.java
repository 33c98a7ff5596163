package org.depinsdk.epoch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.json.Json;
import org.depinsdk.core.json.JsonObject;
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
  private static final String NO_LIFETIME = "\n  \"lifetime\": {}";

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
   * The same state with other memories of judges.
   *
   * @param other what the judges remember
   * @return a state that differs in nothing else
   */
  public SettlementState with(ProofStates other) {
    return new SettlementState(nextEpoch, emission, carried, lifetime, other);
  }

  /**
   * Writes the state in its one form.
   *
   * @return a JSON document, UTF-8
   */
  public byte[] toJson() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writeTo(out, proofs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Writes {@link #toJson()} with other memories of judges; the operators, who may be millions, one by one. */
  void writeTo(OutputStream out, ProofStates states) throws IOException {
    JsonObject.Builder json = JsonObject.builder()
        .put("format", FORMAT)
        .put("nextEpoch", nextEpoch)
        .put("emission", emission)
        .put("carried", amounts(carried))
        .put("lifetime", JsonObject.builder().build());
    if (!states.byKind().isEmpty()) {
      json.put("proofs", states.toJson());
    }
    String document = new String(Json.document(json.build()), UTF_8);
    if (!lifetime.isEmpty()) {
      // no string of a document has a line feed in it
      int at = document.indexOf(NO_LIFETIME) + NO_LIFETIME.length() - 1;
      out.write(document.substring(0, at).getBytes(UTF_8));
      String separator = "\n    \"";
      for (Map.Entry<OperatorId, TokenAmount> total : lifetime.entrySet()) {
        String line = separator + total.getKey() + "\": \"" + total.getValue() + '"';
        out.write(line.getBytes(UTF_8));
        separator = ",\n    \"";
      }
      document = "\n  " + document.substring(at);
    }
    out.write(document.getBytes(UTF_8));
  }

  private static JsonObject amounts(SortedMap<String, TokenAmount> amounts) {
    JsonObject.Builder json = JsonObject.builder();
    amounts.forEach((key, amount) -> json.put(key, amount.toString()));
    return json.build();
  }

  /**
   * Reads a state.
   *
   * @param bytes a JSON document
   * @return the state
   * @throws EncodingException if the document is not a state; the message names the field
   */
  public static SettlementState parse(byte[] bytes) throws EncodingException {
    JsonObject json = BundleJson.large(bytes);
    json.onlyNames("format", "nextEpoch", "emission", "carried", "lifetime", "proofs");
    BundleJson.format(json, FORMAT);
    SortedMap<OperatorId, TokenAmount> lifetime = new TreeMap<>();
    for (Map.Entry<String, TokenAmount> total : amounts(json.object("lifetime")).entrySet()) {
      lifetime.put(OperatorId.parse(total.getKey()), total.getValue());
    }
    return new SettlementState(
        json.wholeNumber("nextEpoch"),
        json.string("emission"),
        amounts(json.object("carried")),
        lifetime,
        json.has("proofs") ? ProofStates.parse(json.object("proofs")) : ProofStates.NONE);
  }

  private static SortedMap<String, TokenAmount> amounts(JsonObject json) throws EncodingException {
    SortedMap<String, TokenAmount> amounts = new TreeMap<>();
    for (String name : json.members().keySet()) {
      amounts.put(name, json.parsed(name, TokenAmount::parse));
    }
    return amounts;
  }
}
