package org.depinsdk.epoch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.registry.RegistryJson;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.Cosignature;
import org.depinsdk.transparency.note.NoteKey;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.depinsdk.transparency.tree.Frontier;
import org.depinsdk.transparency.tree.TreeHash;
import org.depinsdk.transparency.tree.TreeHead;
import org.jspecify.annotations.Nullable;

/**
 * Checks a bundle against its range of the network's log: the root behind the range, who signed it, and everything but the
 * reports, which {@link ReportLeaves} compares. A registry change, a policy, a figure, a table or a step of a sanction stands in
 * the log before the epoch is closed, in the order of time.
 */
final class LogCheck {
  private final EpochBundle bundle;
  private final EpochInput input;
  private final LogRange range;
  private final LogAnchors anchors;
  private final Instant since;
  private final List<ReplayNote> notes = new ArrayList<>();

  private final Map<Long, RegistryRecord> registry = new HashMap<>();
  private final Map<Bytes32, SanctionEvent> sanctions = new LinkedHashMap<>();
  private final Set<Bytes32> steps = new HashSet<>();
  private final Set<Bytes32> stepsToCome = new HashSet<>();
  private final TreeMap<Long, LogRecord.Settled> settled = new TreeMap<>();
  private final Set<Long> changes = new HashSet<>();

  private Frontier frontier;
  private Instant newest = Instant.MIN;
  /** The keys that the range names, the log's first or the one of the bundle before in front. */
  private final List<NoteKey> keys = new ArrayList<>();

  private @Nullable Bytes32 compensation;
  private boolean anyReport;
  private boolean policyAnnounced;
  private long hiddenChange = -1;
  private LogRecord.@Nullable EpochClosed closed;

  /**
   * A check.
   *
   * @param since when the epoch before was closed: later registry records have their place in the range
   */
  LogCheck(
      EpochBundle bundle, EpochInput input, LogRange range, LogAnchors anchors, Instant since) {
    this.bundle = bundle;
    this.input = input;
    this.range = range;
    this.anchors = anchors;
    this.since = since;
    this.frontier = range.frontier();
  }

  /**
   * What a range tells beyond its own bundle.
   *
   * @param key the log's key behind the range, empty if nobody says which it is
   * @param end the tree behind the range
   * @param closed how many reports the epoch has
   * @param settled what the log says of bundles before
   * @param stepsToCome hashes of sanctions' steps that a later bundle must hold
   * @param heldSteps hashes of the sanctions' steps that the bundle holds
   * @param policyAnnounced whether the policy stood in the log before the epoch's first report
   * @param compensation hash of the record of the compensation that the epoch goes on from, as the log has it
   * @param notes what was checked
   */
  record Result(
      Optional<NoteKey> key,
      TreeHead end,
      LogRecord.EpochClosed closed,
      Map<Long, LogRecord.Settled> settled,
      Set<Bytes32> stepsToCome,
      Set<Bytes32> heldSteps,
      boolean policyAnnounced,
      Optional<Bytes32> compensation,
      List<ReplayNote> notes) {}

  Result check() throws BundleException, IOException {
    anchors.key().ifPresent(keys::add);
    input.registry().records().forEach(record -> registry.put(record.index(), record));
    for (SanctionEvent event : input.sanctions().events()) {
      sanctions.put(InputRecords.hash(event), event);
    }
    compareBefore();
    range.records().forEach(record -> {
      try {
        read(record);
      } catch (BundleException e) {
        throw new PartComparison.DifferenceException(ReplayResult.Different.of(e));
      }
      frontier = frontier.append(TreeHash.ofLeaf(record.toBytes()));
      compareBefore();
    });
    TreeHead end = range.checkpoint().checkpoint().head();
    if (!frontier.head().equals(end)) {
      throw new BundleException(
          BundleParts.LOG,
          "the records lead to the tree " + text(frontier.head()) + ", the checkpoint signs "
              + text(end));
    }
    for (RegistryRecord record : input.registry().records()) {
      if (!record.at().isBefore(since) && !changes.contains(record.index())) {
        throw new BundleException(
            BundleParts.REGISTRY_CHANGES,
            "record " + record.index() + " of " + record.device() + " is not in the log");
      }
    }
    for (Map.Entry<Bytes32, SanctionEvent> step : sanctions.entrySet()) {
      if (!step.getValue().at().isBefore(since) && !steps.contains(step.getKey())) {
        throw new BundleException(
            BundleParts.SANCTIONS,
            "a step of sanction " + step.getValue().sanction() + " at "
                + step.getValue().at() + " is not in the log");
      }
    }
    if (closed == null) {
      throw records("the range does not hold the record that closes epoch " + epoch());
    }
    if (anchors
        .before()
        .filter(before -> before.size() < range.frontier().size())
        .isPresent()) {
      throw new BundleException(
          BundleParts.LOG,
          "begins at record " + range.frontier().size() + ", but the bundle before ends at "
              + anchors.before().get().size() + ": records are left out in between");
    }
    if (!steps.isEmpty()) {
      notes.add(ReplayNote.checked(ReplayNotes.SANCTIONS_CHECKED, Map.of()));
    }
    Optional<NoteKey> key = key();
    witnesses();
    notes.add(ReplayNote.checked(
        ReplayNotes.LOG_COMPLETE,
        Map.of(
            "origin",
            range.checkpoint().checkpoint().origin(),
            "refusalsLeftOut",
            Long.toString(closed.leftOut()))));
    return new Result(
        key,
        end,
        closed,
        settled,
        stepsToCome,
        sanctions.keySet(),
        policyAnnounced,
        Optional.ofNullable(compensation),
        notes);
  }

  private void read(LogRecord record) throws BundleException {
    boolean first = frontier.equals(range.frontier());
    boolean begins = epoch() == 0
        ? frontier.size() == 0 && record instanceof LogRecord.Genesis
        : record instanceof LogRecord.EpochOpened && record.epoch() == epoch();
    if (first != begins) {
      throw records("record " + frontier.size() + " is "
          + record.getClass().getSimpleName() + " of epoch " + record.epoch()
          + "; the range of an epoch begins with the record that opens it, and that of epoch 0 with"
          + " the first of the log");
    }
    if (record instanceof LogRecord.ReportDecided report) {
      report(report);
    } else if (record instanceof LogRecord.RegistryChanged changed) {
      registry(changed);
    } else if (record instanceof LogRecord.SanctionStep step) {
      sanction(step);
    } else if (record instanceof LogRecord.Genesis genesis) {
      key(genesis.logKey());
      document(BundleParts.POLICY, genesis.policy());
      policyAnnounced = true;
      if (!genesis.network().equals(input.policy().network())) {
        throw records("is the log of network " + genesis.network());
      }
      Bytes32 witnesses = NetworkWitnesses.hash(input.policy().witnesses());
      if (!genesis.witnessPolicy().equals(witnesses)) {
        throw records("the log begins with the witnesses " + genesis.witnessPolicy()
            + ", but the hash of those that the policy names is " + witnesses);
      }
    } else if (record instanceof LogRecord.PolicyAdopted adopted && adopted.epoch() == epoch()) {
      document(BundleParts.POLICY, adopted.policy());
      policyAnnounced |= !anyReport;
    } else if (record instanceof LogRecord.FactRecorded fact && fact.epoch() == epoch()) {
      if (fact.name().equals(CompensationFiles.RECORD)) {
        compensation = fact.content();
      }
      document(fact.name(), fact.content());
    } else if (record instanceof LogRecord.EpochOpened opened
        && opened.epoch() == epoch()
        && opened.round() != 0
        && opened.round() != input.beacon().beacon().round()) {
      throw new BundleException(
          BundleParts.BEACON,
          "is round " + input.beacon().beacon().round() + ", but the log fixed round "
              + opened.round() + " when the epoch was opened");
    } else if (record instanceof LogRecord.EpochClosed end && end.epoch() == epoch()) {
      closed = end;
    } else if (record instanceof LogRecord.Settled one) {
      settled.put(one.epoch(), one);
    } else if (record instanceof LogRecord.KeyRotated rotated) {
      key(rotated.logKey());
    }
  }

  private void key(String named) throws BundleException {
    try {
      NoteKey key = NoteKey.parse(named);
      if (!keys.contains(key)) {
        keys.add(key);
      }
    } catch (TransparencyException e) {
      throw records("record " + frontier.size() + " names a key of the log: " + e.getMessage());
    }
  }

  private void report(LogRecord.ReportDecided report) throws BundleException {
    if (report.receivedAt().isBefore(newest)) {
      throw records("record " + frontier.size() + " is about a report received at "
          + report.receivedAt() + ", behind one of " + newest);
    }
    newest = report.receivedAt();
    if (report.epoch() == epoch()) {
      anyReport = true;
      if (closed != null) {
        throw records("a report of epoch " + epoch() + " comes after the record that closes it");
      }
    }
    EpochSchedule schedule = input.policy().admission().schedule();
    if (hiddenChange >= 0 && newest.isBefore(schedule.closesAt(input.epoch()))) {
      throw new BundleException(
          BundleParts.REGISTRY_CHANGES,
          "record " + hiddenChange + " is missing: the log has it before the epoch was closed");
    }
  }

  private void registry(LogRecord.RegistryChanged changed) throws BundleException {
    RegistryRecord record = registry.get(changed.index());
    changes.add(changed.index());
    if (record == null) {
      boolean older =
          input.registry().records().stream().anyMatch(r -> r.index() > changed.index());
      if (older) {
        throw new BundleException(
            BundleParts.REGISTRY_CHANGES,
            "record " + changed.index() + " is missing: the log has it");
      }
      hiddenChange = hiddenChange < 0 ? changed.index() : hiddenChange;
      return;
    }
    Bytes32 line = Bytes32.sha256(RegistryJson.format(record).getBytes(UTF_8));
    Optional<Bytes32> words = record.instruction().map(signed -> Bytes32.sha256(signed.bytes()));
    if (!line.equals(changed.change()) || !words.equals(changed.words())) {
      throw new BundleException(
          BundleParts.REGISTRY_CHANGES,
          "record " + record.index() + " of " + record.device()
              + " is not the one that the log has in its place");
    }
    if (record.at().isBefore(newest)) {
      throw new BundleException(
          BundleParts.REGISTRY_CHANGES,
          "record " + record.index() + " of " + record.device() + " is dated back to " + record.at()
              + ": the log has it behind a report received at " + newest);
    }
    newest = record.at();
  }

  private void sanction(LogRecord.SanctionStep record) throws BundleException {
    SanctionEvent step = sanctions.get(record.step());
    steps.add(record.step());
    if (step == null) {
      stepsToCome.add(record.step());
      return;
    }
    if (step.at().isBefore(newest)) {
      throw new BundleException(
          BundleParts.SANCTIONS,
          "a step of sanction " + step.sanction() + " is dated back to " + step.at()
              + ": the log has it behind what happened at " + newest);
    }
    newest = step.at();
  }

  /** Compares a part with the hash that the log has of it. */
  private void document(String part, Bytes32 content) throws BundleException {
    String sha256 = Hex.encode(content.bytes());
    for (BundleManifest.Part named : bundle.manifest().parts()) {
      if (named.path().equals(part) && !named.sha256().equals(sha256)) {
        throw new BundleException(
            part, "has sha256 " + named.sha256() + ", but the log fixed " + sha256);
      }
    }
  }

  /** Wherever the range passes the end of the bundle before, it has the same tree. */
  private void compareBefore() throws PartComparison.DifferenceException {
    if (anchors.before().filter(before -> before.size() == frontier.size()).isPresent()
        && !anchors.before().get().equals(frontier.head())) {
      throw new PartComparison.DifferenceException(new ReplayResult.Different(
          BundleParts.LOG,
          "the log was forked: this bundle has the tree " + text(frontier.head())
              + " where the bundle before has " + text(anchors.before().get())));
    }
  }

  /** The key behind the range. The one before it signed the tree with the record that names its successor. */
  private Optional<NoteKey> key() throws BundleException {
    SignedCheckpoint signed = range.checkpoint();
    boolean known = epoch() == 0 || anchors.key().isPresent();
    boolean trusted =
        anchors.policy().filter(policy -> !policy.logs().isEmpty()).isPresent();
    try {
      // from the first bundle on, each key is the one that the key before names
      if (trusted && anchors.key().isEmpty()) {
        anchors.policy().get().verifyLog(signed);
      }
      for (NoteKey key : keys) {
        signed.verify(key);
      }
    } catch (TransparencyException e) {
      throw new BundleException(BundleParts.LOG, "the checkpoint: " + e.getMessage());
    }
    if (!known && !trusted) {
      notes.add(ReplayNote.unchecked(ReplayNotes.LOG_KEY_UNKNOWN, Map.of()));
    } else if (keys.size() > 1) {
      notes.add(ReplayNote.checked(
          ReplayNotes.LOG_KEY_ROTATED, Map.of("key", keys.get(keys.size() - 1).toString())));
    }
    return keys.isEmpty() ? Optional.empty() : Optional.of(keys.get(keys.size() - 1));
  }

  private void witnesses() throws BundleException {
    Optional<WitnessPolicy> own = anchors.policy().filter(WitnessPolicy::asksForWitnesses);
    Optional<WitnessPolicy> asked =
        own.or(() -> input.policy().witnesses().map(NetworkWitnesses::toWitnessPolicy));
    if (asked.isEmpty()) {
      notes.add(ReplayNote.unchecked(ReplayNotes.NOT_WITNESSED, Map.of()));
      return;
    }
    String namedBy = own.isPresent() ? "auditor" : "policy";
    try {
      List<Cosignature> cosignatures = asked.get().verifyQuorum(range.checkpoint());
      notes.add(ReplayNote.checked(
          ReplayNotes.WITNESSED,
          Map.of(
              "namedBy",
              namedBy,
              "witnesses",
              cosignatures.stream()
                  .map(one -> one.witness().name())
                  .collect(Collectors.joining(", ")))));
    } catch (TransparencyException e) {
      if (e.reason() != TransparencyException.Reason.NO_QUORUM) {
        throw new BundleException(BundleParts.LOG, "the checkpoint: " + e.getMessage());
      }
      notes.add(ReplayNote.unchecked(ReplayNotes.NO_QUORUM, Map.of("namedBy", namedBy)));
    }
  }

  private long epoch() {
    return input.epoch().index();
  }

  private static String text(TreeHead head) {
    return head.root() + " of " + head.size() + " records";
  }

  private static BundleException records(String detail) {
    return new BundleException(BundleParts.LOG_RECORDS, detail);
  }
}
