package org.depinsdk.epoch;

import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.epoch.Correction.What;
import org.depinsdk.proofs.GroupKey;
import org.depinsdk.proofs.ScoreType.Nature;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;

/** Puts corrections in the place of what an epoch's bundle records. */
final class CorrectedEpoch {
  private final RecordedEpoch epoch;
  private final OwnerShares owners;
  private final SortedMap<Subject, Contribution> contributions = new TreeMap<>();
  private final Set<ProofKind> attributes = new HashSet<>();
  /** The units of each verdict of the devices that corrections name. */
  private final Map<Subject, SortedMap<GroupKey, Long>> verdicts = new HashMap<>();
  /** What this file corrects: of each device and proof the groups, or all of them. */
  private final Map<Subject, Set<GroupKey>> corrected = new HashMap<>();

  private static final Set<GroupKey> ALL = Collections.emptySet();

  private record Subject(DeviceId device, ProofKind kind) implements Comparable<Subject> {
    @Override
    public int compareTo(Subject other) {
      int order = device.compareTo(other.device);
      return order != 0 ? order : kind.compareTo(other.kind);
    }
  }

  private CorrectedEpoch(RecordedEpoch epoch, RegistryView registry) {
    this.epoch = epoch;
    this.owners = new OwnerShares(registry, epoch.settlement().epoch());
  }

  /** An epoch, and the devices whose verdicts may be corrected. */
  static CorrectedEpoch of(RecordedEpoch epoch, Set<DeviceId> devices) throws BundleException {
    EpochBundle bundle = epoch.bundle();
    CorrectedEpoch corrected = new CorrectedEpoch(
        epoch, devices.isEmpty() ? RegistryView.empty() : bundle.input().registry());
    epoch
        .contributions()
        .forEach(c -> corrected.contributions.put(new Subject(c.device(), c.kind()), c));
    if (!devices.isEmpty()) {
      bundle.lines(BundleParts.VERDICTS, VerdictJson::parse, verdict -> {
        if (verdict.score().type().nature() == Nature.ATTRIBUTE) {
          corrected.attributes.add(verdict.kind());
        }
        if (devices.contains(verdict.device())) {
          corrected
              .verdicts
              .computeIfAbsent(
                  new Subject(verdict.device(), verdict.kind()), subject -> new TreeMap<>())
              .put(verdict.group(), verdict.score().units());
        }
      });
    }
    return corrected;
  }

  List<Contribution> contributions() {
    return List.copyOf(contributions.values());
  }

  /** Another file may correct again what the one before it corrected. */
  void beginFile() {
    corrected.clear();
  }

  Compensation.Change correct(Correction.Item item) throws EncodingException {
    if (!epoch.policy().proofs().containsKey(item.kind())) {
      throw new EncodingException("kind " + item.kind() + " is not judged in epoch " + epoch.index()
          + "; the policy's proofs are " + epoch.policy().proofs().keySet());
    }
    Subject subject = new Subject(item.device(), item.kind());
    Optional<OperatorId> owner = owner(item);
    SortedMap<OperatorId, Long> parts = parts(subject);
    long recorded = owner.map(o -> parts.getOrDefault(o, 0L)).orElse(units(subject));
    long units = item.what() instanceof What.Contribution
        ? whole(subject, item)
        : byVerdict(subject, item, recorded);
    if (units < 0) {
      throw new EncodingException(
          "the verdict would leave " + owner.map(OperatorId::text).orElse("")
              + " with " + units + " units of " + item.kind()
              + "; name the operator whose units were wrong");
    }
    put(subject, owner, parts, units);
    return new Compensation.Change(
        epoch.index(), item.device(), owner, item.kind(), recorded, units, item.reason());
  }

  /** Whose part of a quantity is corrected; an attribute has no parts. */
  private Optional<OperatorId> owner(Correction.Item item) throws EncodingException {
    SortedSet<OperatorId> all = new TreeSet<>();
    owners.parts(item.device()).forEach(part -> all.add(part.operator()));
    if (all.isEmpty()) {
      throw new EncodingException(
          "device " + item.device() + " had no owner in epoch " + epoch.index());
    }
    OperatorId owner = item.operator().orElse(all.first());
    if (!all.contains(owner)) {
      throw new EncodingException("operator " + owner + " did not own " + item.device()
          + " in epoch " + epoch.index() + "; " + all + " did");
    }
    if (attributes.contains(item.kind())) {
      return Optional.empty();
    }
    if (all.size() > 1 && item.operator().isEmpty()) {
      throw new EncodingException("device " + item.device() + " had the owners " + all
          + " in epoch " + epoch.index() + "; name one as \"operator\"");
    }
    return Optional.of(owner);
  }

  private long units(Subject subject) {
    Contribution contribution = contributions.get(subject);
    return contribution == null ? 0 : contribution.units();
  }

  /** What of a contribution is whose. */
  private SortedMap<OperatorId, Long> parts(Subject subject) {
    SortedMap<OperatorId, Long> parts = new TreeMap<>();
    Contribution contribution = contributions.get(subject);
    if (contribution != null) {
      List<BigInteger> units =
          contribution.owners().divide(BigInteger.valueOf(contribution.units()));
      for (int i = 0; i < units.size(); i++) {
        parts.put(contribution.owners().shares().get(i).operator(), units.get(i).longValueExact());
      }
    }
    return parts;
  }

  private long whole(Subject subject, Correction.Item item) throws EncodingException {
    if (corrected.putIfAbsent(subject, ALL) != null) {
      throw twice(item);
    }
    return item.units();
  }

  /** The units of a contribution after one of the verdicts behind it got other units. */
  private long byVerdict(Subject subject, Correction.Item item, long recorded)
      throws EncodingException {
    boolean added = item.what() instanceof What.Added;
    GroupKey group =
        item.what() instanceof What.Added a ? a.group() : ((What.Verdict) item.what()).group();
    SortedMap<GroupKey, Long> ofSubject = verdicts.computeIfAbsent(subject, s -> new TreeMap<>());
    Set<GroupKey> before = corrected.computeIfAbsent(subject, s -> new HashSet<>());
    if (before == ALL || !before.add(group)) {
      throw twice(item);
    }
    Long had = ofSubject.get(group);
    if (added == (had != null)) {
      throw new EncodingException("device " + item.device() + " has "
          + (added ? "a" : "no") + " verdict of " + item.kind() + " in group " + group
          + " of epoch " + epoch.index()
          + (added
              ? "; to replace it, write \"verdict\""
              : "; it has verdicts in " + ofSubject.keySet() + ". To add one, write \"added\""));
    }
    ofSubject.put(group, item.units());
    if (attributes.contains(item.kind())) {
      return Collections.max(ofSubject.values());
    }
    long lost = had == null ? 0 : had;
    long units = recorded - lost + item.units();
    return recorded - lost >= 0 && units < 0 ? Long.MAX_VALUE : units;
  }

  private EncodingException twice(Correction.Item item) {
    return new EncodingException(
        item.device() + " is corrected twice in " + item.kind() + " of epoch " + epoch.index());
  }

  private void put(
      Subject subject, Optional<OperatorId> owner, SortedMap<OperatorId, Long> parts, long units) {
    Contribution contribution = contributions.get(subject);
    if (owner.isEmpty()) {
      Owners shared =
          contribution == null ? owners.byTime(subject.device()) : contribution.owners();
      contributions.put(subject, new Contribution(subject.device(), subject.kind(), units, shared));
      return;
    }
    parts.put(owner.get(), units);
    Contribution sum = null;
    for (Map.Entry<OperatorId, Long> part : parts.entrySet()) {
      Contribution own = new Contribution(
          subject.device(), subject.kind(), part.getValue(), Owners.sole(part.getKey()));
      sum = sum == null ? own : sum.plus(own);
    }
    contributions.put(subject, sum);
  }
}
