package org.depinsdk.epoch;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;
import org.depinsdk.rewards.review.PastEpoch;

/** Puts the corrections of one epoch in the place of what its bundle records. */
final class CorrectedEpoch {
  private final RecordedEpoch epoch;
  private final OwnerShares owners;
  private final TreeMap<Key, Long> units = new TreeMap<>();
  private final Set<Key> replaced = new HashSet<>();
  private final Set<String> replacedVerdicts = new HashSet<>();
  private final List<BundleCompensation.Change> changes = new ArrayList<>();

  private record Key(OperatorId operator, DeviceId device, ProofKind kind)
      implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return new Contribution(device, kind, 0, Owners.sole(operator))
          .compareTo(new Contribution(other.device, other.kind, 0, Owners.sole(other.operator)));
    }
  }

  CorrectedEpoch(RecordedEpoch epoch) throws BundleException {
    this.epoch = epoch;
    EpochInput input = epoch.bundle().input();
    this.owners = new OwnerShares(input.registry(), input.epoch());
    for (Contribution c : epoch.past().contributions()) {
      List<BigInteger> parts = c.owners().divide(BigInteger.valueOf(c.units()));
      for (int i = 0; i < parts.size(); i++) {
        OperatorId operator = c.owners().shares().get(i).operator();
        units.put(new Key(operator, c.device(), c.kind()), parts.get(i).longValueExact());
      }
    }
  }

  void correct(Correction.Item item) throws EncodingException, BundleException {
    Set<ProofKind> kinds = new TreeSet<>(epoch.policy().proofs().keySet());
    epoch.policy().compositions().forEach(c -> kinds.add(new ProofKind(c.name())));
    if (!kinds.contains(item.kind())) {
      throw new EncodingException("kind " + item.kind() + " is not judged in epoch " + epoch.index()
          + "; the policy's proofs are " + kinds);
    }
    Key key = new Key(owner(item), item.device(), item.kind());
    long recorded = units.getOrDefault(key, 0L);
    long corrected = item.units();
    boolean again;
    if (item.group().isPresent()) {
      corrected = recorded + item.units() - recordedVerdict(item);
      again = replaced.contains(key)
          || !replacedVerdicts.add(
              key.device() + " " + key.kind() + " " + item.group().get());
    } else {
      again = !replaced.add(key)
          || replacedVerdicts.stream().anyMatch(v -> v.startsWith(key.device() + " " + key.kind()));
    }
    if (again) {
      throw new EncodingException(
          item.device() + " is corrected twice in " + item.kind() + " of epoch " + epoch.index());
    }
    if (corrected < 0) {
      throw new EncodingException("the verdict would leave " + key.operator() + " with " + corrected
          + " units of " + item.kind() + "; name the operator whose units were wrong");
    }
    units.put(key, corrected);
    changes.add(new BundleCompensation.Change(
        epoch.index(),
        key.device(),
        key.operator(),
        key.kind(),
        recorded,
        corrected,
        item.reason()));
  }

  private OperatorId owner(Correction.Item item) throws EncodingException {
    Set<OperatorId> all = new TreeSet<>();
    owners.parts(item.device()).forEach(part -> all.add(part.operator()));
    if (all.isEmpty()) {
      throw new EncodingException(
          "device " + item.device() + " had no owner in epoch " + epoch.index());
    }
    OperatorId only = all.iterator().next();
    OperatorId owner = item.operator().orElse(only);
    if (!all.contains(owner)) {
      throw new EncodingException("operator " + owner + " did not own " + item.device()
          + " in epoch " + epoch.index() + "; " + all + " did");
    }
    if (all.size() > 1 && item.operator().isEmpty()) {
      throw new EncodingException("device " + item.device() + " had the owners " + all
          + " in epoch " + epoch.index() + "; name one as \"operator\"");
    }
    return owner;
  }

  private long recordedVerdict(Correction.Item item) throws BundleException {
    long[] found = new long[1];
    epoch.bundle().lines(BundleParts.VERDICTS, VerdictJson::parse, verdict -> {
      if (verdict.device().equals(item.device())
          && verdict.kind().equals(item.kind())
          && verdict.group().text().equals(item.group().orElse(""))) {
        found[0] = verdict.score().units();
      }
    });
    return found[0];
  }

  List<BundleCompensation.Change> changes() {
    return changes;
  }

  PastEpoch past() {
    List<Contribution> contributions = new ArrayList<>(epoch.past().contributions());
    Set<List<Object>> changed = new HashSet<>();
    changes.forEach(change -> changed.add(List.of(change.device(), change.kind())));
    contributions.removeIf(c -> changed.contains(List.of(c.device(), c.kind())));
    units.forEach((key, sum) -> {
      if (sum > 0 && changed.contains(List.of(key.device(), key.kind()))) {
        contributions.add(
            new Contribution(key.device(), key.kind(), sum, Owners.sole(key.operator())));
      }
    });
    PastEpoch recorded = epoch.past();
    return new PastEpoch(recorded.facts(), recorded.minted(), contributions, recorded.paid());
  }
}
