package org.depinsdk.epoch;

import java.io.IOException;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.json.JsonObject;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.StateView;

/**
 * What the judges of all proofs remember from one epoch to the next. It is held in memory: some hundred bytes for each key.
 *
 * @param byKind the states by proof and key, none of them empty; copied
 */
public record ProofStates(SortedMap<ProofKind, SortedMap<GroupKey, GroupState>> byKind) {
  /** Nothing is remembered: before the first epoch. */
  public static final ProofStates NONE = new ProofStates(Collections.emptySortedMap());

  /** Copies, without what is empty. */
  public ProofStates {
    SortedMap<ProofKind, SortedMap<GroupKey, GroupState>> copy = new TreeMap<>();
    byKind.forEach((kind, states) -> {
      SortedMap<GroupKey, GroupState> kept = new TreeMap<>(states);
      kept.values().removeIf(GroupState::isEmpty);
      if (!kept.isEmpty()) {
        copy.put(kind, Collections.unmodifiableSortedMap(kept));
      }
    });
    byKind = Collections.unmodifiableSortedMap(copy);
  }

  /**
   * The states of one proof.
   *
   * @param kind any proof
   * @return a view for its verifier
   */
  public StateView of(ProofKind kind) {
    SortedMap<GroupKey, GroupState> states =
        byKind.getOrDefault(kind, Collections.emptySortedMap());
    return key -> states.getOrDefault(key, GroupState.EMPTY);
  }

  /** As JSON: an object of states for each proof. */
  JsonObject toJson() {
    JsonObject.Builder json = JsonObject.builder();
    byKind.forEach((kind, states) -> {
      JsonObject.Builder keys = JsonObject.builder();
      states.forEach((key, state) -> keys.put(key.text(), JsonObject.ofStrings(state.values())));
      json.put(kind.text(), keys.build());
    });
    return json.build();
  }

  /** Reads what {@link #toJson} wrote. */
  static ProofStates parse(JsonObject json) throws EncodingException {
    SortedMap<ProofKind, SortedMap<GroupKey, GroupState>> byKind = new TreeMap<>();
    for (String kind : json.members().keySet()) {
      JsonObject keys = json.object(kind);
      for (String key : keys.members().keySet()) {
        put(byKind, ProofKind.parse(kind), key, keys.object(key));
      }
    }
    return new ProofStates(byKind);
  }

  /** Takes each state as a line of JSON, by proof and key. */
  interface LineWriter {
    void write(JsonObject line) throws IOException;
  }

  void forEachLine(LineWriter writer) throws IOException {
    for (var states : byKind.entrySet()) {
      for (var state : states.getValue().entrySet()) {
        writer.write(JsonObject.builder()
            .put("kind", states.getKey().text())
            .put("key", state.getKey().text())
            .put("values", JsonObject.ofStrings(state.getValue().values()))
            .build());
      }
    }
  }

  /** Reads a line into a map. */
  static void parseLine(JsonObject line, SortedMap<ProofKind, SortedMap<GroupKey, GroupState>> into)
      throws EncodingException {
    line.onlyNames("kind", "key", "values");
    put(into, line.parsed("kind", ProofKind::parse), line.string("key"), line.object("values"));
  }

  private static void put(
      SortedMap<ProofKind, SortedMap<GroupKey, GroupState>> into,
      ProofKind kind,
      String key,
      JsonObject values)
      throws EncodingException {
    try {
      into.computeIfAbsent(kind, k -> new TreeMap<>())
          .put(new GroupKey(key), new GroupState(BundleJson.strings(values)));
    } catch (IllegalArgumentException e) {
      throw values.location().error("is refused: " + e.getMessage());
    }
  }

  /**
   * The keys of one proof's states.
   *
   * @param kind any proof
   * @return ascending
   */
  Set<GroupKey> keys(ProofKind kind) {
    return byKind.getOrDefault(kind, Collections.emptySortedMap()).keySet();
  }
}
