package org.depinsdk.epoch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.clone.CloneFinding;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.epoch.internal.Json;
import org.depinsdk.epoch.internal.RowReader;
import org.depinsdk.epoch.internal.RowSorter;
import org.depinsdk.epoch.internal.RowWriter;
import org.depinsdk.epoch.internal.SortedRows;
import org.depinsdk.epoch.internal.WorkFolder;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.GroupState;
import org.depinsdk.proofs.Judgement;
import org.depinsdk.proofs.ScoreType;
import org.depinsdk.proofs.ScoreType.Nature;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;
import org.jspecify.annotations.Nullable;

/** What groups were judged to be, taken from several threads at once as rows and put into order. */
final class JudgedRows implements Closeable {
  private static final int OF_ROW = 0;
  private static final int OF_REPORT = 1;
  private static final int OF_GROUP = 2;
  private static final int OF_DEVICE = 3;

  private final WorkFolder folder;
  private final long memory;
  private final RowSorter verdicts;
  private final RowSorter faults;
  private final RowSorter contributions;
  private final RowSorter states;
  private final RowSorter summed;
  private final List<CloneFinding> clones = new ArrayList<>();

  JudgedRows(WorkFolder folder, long memory) {
    this.folder = folder;
    this.memory = memory;
    this.verdicts = sorter();
    this.faults = sorter();
    this.contributions = sorter();
    this.states = sorter();
    this.summed = sorter();
  }

  private RowSorter sorter() {
    return new RowSorter(folder, memory);
  }

  void fault(EpochFault fault) throws IOException {
    fault(0, fault);
  }

  /** Notes a fault; of reports the one with the lower place in the log stands first. */
  void fault(long position, EpochFault fault) throws IOException {
    RowWriter row = new RowWriter();
    if (fault instanceof EpochFault.OfRow of) {
      row.octet(OF_ROW).number(0).text(of.table()).text(of.key());
    } else if (fault instanceof EpochFault.OfReport of) {
      row.octet(OF_REPORT).number(position).text(of.kind().text()).text("");
    } else if (fault instanceof EpochFault.OfGroup of) {
      row.octet(OF_GROUP).number(0).text(of.kind().text()).text(of.group().text());
    } else if (fault instanceof EpochFault.OfDevice of) {
      row.octet(OF_DEVICE).number(0).text(of.device().text()).text(of.kind().text());
    }
    faults.add(row.bytes(Json.line(FaultJson.format(fault)).getBytes(UTF_8)).toBytes());
  }

  void judgement(ProofKind kind, GroupKey group, Judgement judgement, List<Contribution> worth)
      throws IOException {
    for (Verdict verdict : judgement.verdicts()) {
      verdicts.add(new RowWriter()
          .text(kind.text())
          .text(group.text())
          .text(verdict.device().text())
          .bytes(Json.line(VerdictJson.format(verdict)).getBytes(UTF_8))
          .toBytes());
    }
    for (Contribution contribution : worth) {
      contributions.add(row(contribution, group));
    }
    for (Map.Entry<GroupKey, GroupState> state : judgement.state().entrySet()) {
      RowWriter row =
          new RowWriter().text(kind.text()).text(state.getKey().text()).text(group.text());
      state.getValue().values().forEach((name, value) -> row.octet(1).text(name).text(value));
      states.add(row.octet(0).toBytes());
    }
  }

  private static byte[] row(Contribution contribution, GroupKey group) {
    RowWriter row = new RowWriter()
        .text(contribution.device().text())
        .text(contribution.kind().text())
        .text(group.text())
        .number(contribution.units());
    for (Owners.Share share : contribution.owners().shares()) {
      row.octet(1).text(share.operator().text()).number(share.weight());
    }
    return row.octet(0).toBytes();
  }

  private static Contribution contribution(byte[] bytes) {
    RowReader row = new RowReader(bytes);
    DeviceId device = new DeviceId(row.text());
    ProofKind kind = new ProofKind(row.text());
    long units = row.skipText().number();
    List<Owners.Share> shares = new ArrayList<>(1);
    while (row.octet() == 1) {
      shares.add(new Owners.Share(new OperatorId(row.text()), row.number()));
    }
    return new Contribution(device, kind, units, new Owners(shares));
  }

  synchronized void clones(List<CloneFinding> found) {
    clones.addAll(found);
  }

  /** Puts everything into order; the rows of the result are readable until this is closed. */
  JudgedEpoch finish(Map<ProofKind, ProofTask<?>> proofs, ProofStates before) throws IOException {
    SortedMap<ProofKind, ScoreType> types = new TreeMap<>();
    proofs.forEach((kind, proof) -> types.put(kind, proof.scoreType()));
    sum(types);
    ProofStates after = states(proofs, before);
    // the findings of one device stay in their order
    clones.sort(Comparator.comparing(CloneFinding::device));
    return new Sorted(types, after);
  }

  /** One contribution of each device and proof: the sum of a quantity, the highest value of an attribute. */
  private void sum(SortedMap<ProofKind, ScoreType> types) throws IOException {
    Contribution sum = null;
    boolean saturated = false;
    for (Contribution next : contributions.sorted().map(JudgedRows::contribution)) {
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
      summed.add(row(sum, GroupKey.device(sum.device())));
      if (saturated) {
        fault(new EpochFault.OfDevice(sum.device(), sum.kind(), EpochFault.SATURATED));
      }
    }
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
      if (last != null && !EvidenceRow.sameStart(last, row, EvidenceRow.groupLength(last))) {
        remember(proofs, last, written, after);
        written.clear();
      }
      last = row;
      written.add(state(row));
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
    ProofKind kind = EvidenceRow.kind(row);
    GroupKey key = EvidenceRow.group(row);
    GroupState state =
        Objects.requireNonNull(proofs.get(kind)).merged(key, written).orElse(null);
    if (state == null) {
      fault(new EpochFault.OfGroup(kind, key, EpochFault.VERIFIER_FAILED));
    } else {
      after.computeIfAbsent(kind, k -> new TreeMap<>()).put(key, state);
    }
  }

  private static GroupState state(byte[] bytes) {
    RowReader row = new RowReader(bytes).skipText().skipText().skipText();
    SortedMap<String, String> values = new TreeMap<>();
    while (row.octet() == 1) {
      values.put(row.text(), row.text());
    }
    return new GroupState(values);
  }

  @Override
  public void close() throws IOException {
    try (folder;
        verdicts;
        faults;
        contributions;
        states;
        summed) {
      clones.clear();
    }
  }

  private static <T> T own(byte[] json, Parser<T> parser) {
    try {
      return parser.parse(json);
    } catch (EncodingException e) {
      throw new IllegalStateException("a row of one's own is not what was written", e);
    }
  }

  private interface Parser<T> {
    T parse(byte[] json) throws EncodingException;
  }

  private final class Sorted implements JudgedEpoch {
    private final SortedMap<ProofKind, ScoreType> scoreTypes;
    private final SortedRows verdicts;
    private final SortedRows contributions;
    private final SortedRows faults;
    private final List<CloneFinding> clones;
    private final ProofStates states;

    Sorted(SortedMap<ProofKind, ScoreType> scoreTypes, ProofStates states) throws IOException {
      this.scoreTypes = scoreTypes;
      this.verdicts = JudgedRows.this.verdicts.sorted();
      this.contributions = summed.sorted();
      this.faults = JudgedRows.this.faults.sorted();
      this.clones = List.copyOf(JudgedRows.this.clones);
      this.states = states;
    }

    @Override
    public SortedMap<ProofKind, ScoreType> scoreTypes() {
      return scoreTypes;
    }

    @Override
    public Iterable<Verdict> verdicts() {
      return verdicts.map(row ->
          own(new RowReader(row).skipText().skipText().skipText().rest(), VerdictJson::parse));
    }

    @Override
    public Iterable<Contribution> contributions() {
      return contributions.map(JudgedRows::contribution);
    }

    @Override
    public Iterable<EpochFault> faults() {
      return faults.map(row -> {
        RowReader reader = new RowReader(row);
        reader.octet();
        reader.number();
        return own(reader.skipText().skipText().rest(), FaultJson::parse);
      });
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
