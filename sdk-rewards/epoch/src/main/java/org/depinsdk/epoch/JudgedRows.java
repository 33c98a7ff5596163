package org.depinsdk.epoch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.clone.CloneFinding;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.epoch.internal.RowSorter;
import org.depinsdk.epoch.internal.SortedRows;
import org.depinsdk.epoch.internal.WorkFolder;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.ScoreType.Nature;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.rewards.Contribution;
import org.jspecify.annotations.Nullable;

/**
 * What groups were judged to be: rows taken in any order, from several threads at once, and put into the order of a bundle. What
 * goes beyond its memory is in files.
 */
public final class JudgedRows implements RowConsumer, Closeable {
  private final WorkFolder folder;
  private final long memory;
  private final RowSorter verdicts;
  private final RowSorter faults;
  private final RowSorter contributions;
  private final RowSorter states;
  private final RowSorter clones;
  private final RowSorter summed;

  /**
   * No rows yet.
   *
   * @param workFolder where files go; it is made if it is not there
   * @param memoryBytes how many bytes of rows are held at once, about
   */
  public JudgedRows(Path workFolder, long memoryBytes) {
    this(new WorkFolder(workFolder), memoryBytes / 16);
  }

  JudgedRows(WorkFolder folder, long memory) {
    this.folder = folder;
    this.memory = memory;
    this.verdicts = sorter();
    this.faults = sorter();
    this.contributions = sorter();
    this.states = sorter();
    this.clones = sorter();
    this.summed = sorter();
  }

  private RowSorter sorter() {
    return new RowSorter(folder, memory);
  }

  /**
   * Takes a row.
   *
   * @param row as {@link JudgingSteps} gave it for judged rows
   * @throws IOException if it is no such row, or a file cannot be written
   */
  @Override
  public void add(byte[] row) throws IOException {
    (switch (row.length == 0 ? -1 : row[0]) {
          case JudgedRow.VERDICT -> verdicts;
          case JudgedRow.FAULT -> faults;
          case JudgedRow.CONTRIBUTION -> contributions;
          case JudgedRow.STATE -> states;
          case JudgedRow.CLONE -> clones;
          default -> throw new IOException("no row of an engine");
        })
        .add(row);
  }

  /**
   * Puts everything into order.
   *
   * @param steps those that gave the rows
   * @return the judged epoch, readable until it or this is closed
   * @throws IOException if a file cannot be read or written
   */
  public JudgedEpoch finish(JudgingSteps steps) throws IOException {
    SortedMap<ProofKind, ScoreType> types = new TreeMap<>();
    steps.proofs().forEach((kind, proof) -> types.put(kind, proof.scoreType()));
    sum(types);
    ProofStates after = states(steps.proofs(), steps.input().before().proofs());
    List<CloneFinding> found = new ArrayList<>();
    clones.sorted().map(JudgedRow::clone).forEach(found::add);
    return new Sorted(types, after, found);
  }

  /** One contribution of each device and proof: the sum of a quantity, the highest value of an attribute. */
  private void sum(SortedMap<ProofKind, ScoreType> types) throws IOException {
    Contribution sum = null;
    boolean saturated = false;
    for (Contribution next : contributions.sorted().map(JudgedRow::contribution)) {
      if (sum == null || !sum.isOfSame(next)) {
        summed(sum, saturated);
        sum = next;
        saturated = false;
      } else if (Objects.requireNonNull(types.get(sum.kind())).nature() == Nature.QUANTITY) {
        saturated |= sum.units() + next.units() < 0;
        sum = sum.plus(next);
      } else if (next.units() > sum.units()) {
        sum = next;
      }
    }
    summed(sum, saturated);
    contributions.close();
  }

  private void summed(@Nullable Contribution sum, boolean saturated) throws IOException {
    if (sum != null) {
      summed.add(JudgedRow.contribution(sum, GroupKey.device(sum.device())));
      if (saturated) {
        fault(new EpochFault.OfDevice(sum.device(), sum.kind(), EpochFault.SATURATED));
      }
    }
  }

  private void fault(EpochFault fault) throws IOException {
    faults.add(JudgedRow.fault(0, fault));
  }

  private ProofStates states(Map<ProofKind, ProofTask<?>> proofs, ProofStates before)
      throws IOException {
    SortedMap<ProofKind, SortedMap<GroupKey, GroupState>> after = new TreeMap<>();
    before.byKind().forEach((kind, kept) -> {
      if (proofs.containsKey(kind)) {
        after.put(kind, new TreeMap<>(kept));
      }
    });
    byte[] last = null;
    List<GroupState> written = new ArrayList<>();
    for (byte[] row : states.sorted().map(bytes -> bytes)) {
      if (last != null && !EvidenceRow.sameStart(last, row, JudgedRow.stateKeyLength(last))) {
        remember(proofs, last, written, after);
        written.clear();
      }
      last = row;
      written.add(JudgedRow.state(row));
    }
    if (last != null) {
      remember(proofs, last, written, after);
    }
    states.close();
    return new ProofStates(after);
  }

  private void remember(
      Map<ProofKind, ProofTask<?>> proofs,
      byte[] row,
      List<GroupState> written,
      SortedMap<ProofKind, SortedMap<GroupKey, GroupState>> after)
      throws IOException {
    ProofKind kind = JudgedRow.stateKind(row);
    GroupKey key = JudgedRow.stateKey(row);
    GroupState state =
        Objects.requireNonNull(proofs.get(kind)).merged(key, written).orElse(null);
    if (state == null) {
      fault(new EpochFault.OfGroup(kind, key, EpochFault.VERIFIER_FAILED));
    } else {
      after.computeIfAbsent(kind, k -> new TreeMap<>()).put(key, state);
    }
  }

  @Override
  public void close() throws IOException {
    try (folder;
        verdicts;
        faults;
        contributions;
        states;
        clones;
        summed) {
      // everything is closed, whatever fails
    }
  }

  private final class Sorted implements JudgedEpoch {
    private final SortedMap<ProofKind, ScoreType> scoreTypes;
    private final SortedRows verdicts;
    private final SortedRows contributions;
    private final SortedRows faults;
    private final List<CloneFinding> clones;
    private final ProofStates states;

    Sorted(
        SortedMap<ProofKind, ScoreType> scoreTypes, ProofStates states, List<CloneFinding> clones)
        throws IOException {
      this.scoreTypes = scoreTypes;
      this.verdicts = JudgedRows.this.verdicts.sorted();
      this.contributions = summed.sorted();
      this.faults = JudgedRows.this.faults.sorted();
      this.clones = List.copyOf(clones);
      this.states = states;
    }

    @Override
    public SortedMap<ProofKind, ScoreType> scoreTypes() {
      return scoreTypes;
    }

    @Override
    public Iterable<Verdict> verdicts() {
      return verdicts.map(JudgedRow::verdict);
    }

    @Override
    public Iterable<Contribution> contributions() {
      return contributions.map(JudgedRow::contribution);
    }

    @Override
    public Iterable<EpochFault> faults() {
      return faults.map(JudgedRow::fault);
    }

    @Override
    public List<CloneFinding> clones() {
      return clones;
    }

    @Override
    public ProofStates states() {
      return states;
    }

    @Override
    public void close() throws IOException {
      JudgedRows.this.close();
    }
  }
}
