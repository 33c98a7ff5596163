package org.depinsdk.proofs.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.proofs.Attributed;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.Judge;
import org.depinsdk.proofs.Judgement;
import org.depinsdk.proofs.ProofContext;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.StateView;
import org.depinsdk.proofs.Verdict;

/** Judges all evidence of one proof in an epoch, in memory and with nothing but the verifier: groups, order and states. */
public final class TestEngine {
  private static final Comparator<Attributed<?>> ORDER =
      Comparator.<Attributed<?>, String>comparing(a -> a.device().text())
          .thenComparingLong(Attributed::sequence);

  private TestEngine() {}

  /**
   * What came of an epoch.
   *
   * @param verdicts by group and device
   * @param state what is remembered of each key
   */
  public record Judged(List<Verdict> verdicts, SortedMap<GroupKey, GroupState> state) {
    /** Copies. */
    public Judged {
      verdicts = List.copyOf(verdicts);
      state = Collections.unmodifiableSortedMap(new TreeMap<>(state));
    }

    /**
     * The states, for the context of the next epoch.
     *
     * @return a view
     */
    public StateView view() {
      return key -> state.getOrDefault(key, GroupState.EMPTY);
    }
  }

  /**
   * Judges evidence.
   *
   * @param verifier the proof
   * @param evidence in any order; of two reports with one device and one number the first counts
   * @param context the epoch, with what was remembered before it
   * @param <E> the evidence
   * @return the verdicts by group and device
   */
  public static <E> List<Verdict> judge(
      ProofVerifier<E> verifier, List<Attributed<E>> evidence, ProofContext context) {
    return judge(verifier, groups(verifier, evidence), context, new TreeMap<>()).verdicts();
  }

  /**
   * Judges evidence, and lets what was remembered age.
   *
   * @param verifier the proof
   * @param evidence in any order; of two reports with one device and one number the first counts
   * @param context the epoch; its {@link ProofContext#state} is replaced
   * @param before what the epoch before remembered
   * @param <E> the evidence
   * @return verdicts and states
   */
  public static <E> Judged judge(
      ProofVerifier<E> verifier,
      List<Attributed<E>> evidence,
      ProofContext context,
      SortedMap<GroupKey, GroupState> before) {
    SortedMap<GroupKey, List<Attributed<E>>> groups = groups(verifier, evidence);
    before.keySet().forEach(key -> groups.putIfAbsent(key, List.of()));
    StateView view = key -> before.getOrDefault(key, GroupState.EMPTY);
    return judge(verifier, groups, context.with(view), new TreeMap<>(before));
  }

  private static <E> Judged judge(
      ProofVerifier<E> verifier,
      SortedMap<GroupKey, List<Attributed<E>>> groups,
      ProofContext context,
      SortedMap<GroupKey, GroupState> states) {
    Judge<E> judge = verifier.prepare(context);
    List<Verdict> verdicts = new ArrayList<>();
    SortedMap<GroupKey, GroupState> changes = new TreeMap<>();
    groups.forEach((group, members) -> {
      Judgement judgement =
          judge.judge(group, members::iterator, context.state().of(group));
      judgement.verdicts().stream()
          .sorted(Comparator.comparing(Verdict::device))
          .forEach(verdicts::add);
      judgement
          .state()
          .forEach((key, state) ->
              changes.merge(key, state, (one, other) -> judge.merge(key, one, other)));
    });
    states.putAll(changes);
    states.values().removeIf(GroupState::isEmpty);
    return new Judged(verdicts, states);
  }

  /**
   * The groups of evidence, each in the order that {@link Judge#judge} is promised.
   *
   * @param verifier the proof
   * @param evidence in any order; of two reports with one device and one number the first counts
   * @param <E> the evidence
   * @return a new map of new lists
   */
  public static <E> SortedMap<GroupKey, List<Attributed<E>>> groups(
      ProofVerifier<E> verifier, List<Attributed<E>> evidence) {
    List<Attributed<E>> inOrder = new ArrayList<>(evidence);
    inOrder.sort(ORDER);
    SortedMap<GroupKey, List<Attributed<E>>> groups = new TreeMap<>();
    Attributed<E> last = null;
    for (Attributed<E> one : inOrder) {
      if (last == null || ORDER.compare(last, one) != 0) {
        groups.computeIfAbsent(verifier.groupOf(one), g -> new ArrayList<>()).add(one);
      }
      last = one;
    }
    return groups;
  }
}
