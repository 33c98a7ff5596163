package org.depinsdk.epoch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.epoch.internal.Json;
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
  ObjectNode toJson() {
    ObjectNode json = Json.object();
    byKind.forEach((kind, states) -> {
      ObjectNode keys = json.putObject(kind.text());
      states.forEach((key, state) -> state.values().forEach(keys.putObject(key.text())::put));
    });
    return json;
  }

  /** Reads what {@link #toJson} wrote. */
  static ProofStates parse(ObjectNode json) throws EncodingException {
    SortedMap<ProofKind, SortedMap<GroupKey, GroupState>> byKind = new TreeMap<>();
    for (var kinds = json.fieldNames(); kinds.hasNext(); ) {
      String kind = kinds.next();
      ObjectNode keys = Json.child(json, kind);
      SortedMap<GroupKey, GroupState> states = new TreeMap<>();
      for (var names = keys.fieldNames(); names.hasNext(); ) {
        String key = names.next();
        try {
          states.put(new GroupKey(key), new GroupState(Json.textMap(Json.child(keys, key))));
        } catch (IllegalArgumentException e) {
          throw new EncodingException("field " + kind + ": " + e.getMessage());
        }
      }
      byKind.put(ProofKind.parse(kind), states);
    }
    return new ProofStates(byKind);
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
