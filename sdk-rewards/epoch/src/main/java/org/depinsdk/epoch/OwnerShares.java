package org.depinsdk.epoch;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.rewards.Contribution;

/**
 * Splits what a device was worth among those who owned it during the epoch. Each owner weighs what the device would have
 * scored with the evidence of that owner's time alone; where that is nothing for all, the time itself weighs. Units are
 * handed out by cumulative floors in the order of time, so that their sum is the verdict's.
 */
final class OwnerShares {
  /** One owner's time. */
  record Part(OperatorId operator, Instant from, Instant to) {
    boolean contains(Instant instant) {
      return !instant.isBefore(from) && instant.isBefore(to);
    }
  }

  private final RegistryView registry;
  private final Epoch epoch;

  OwnerShares(RegistryView registry, Epoch epoch) {
    this.registry = registry;
    this.epoch = epoch;
  }

  List<Contribution> split(Verdict verdict, ToLongFunction<Part> scoreOfPart) {
    List<Part> parts = parts(verdict.device());
    if (verdict.score().units() == 0 || parts.isEmpty()) {
      return List.of();
    }
    if (parts.size() == 1) {
      return List.of(
          contribution(verdict, parts.get(0).operator(), verdict.score().units()));
    }
    List<Long> weights = new ArrayList<>();
    for (Part part : parts) {
      weights.add(scoreOfPart.applyAsLong(part));
    }
    if (weights.stream().allMatch(w -> w == 0)) {
      weights.clear();
      parts.forEach(p -> weights.add(Duration.between(p.from(), p.to()).toMillis()));
    }
    return byWeight(verdict, parts, weights);
  }

  /** Splits among those who own other contributions of the device, in proportion to them; among all by time if there are none. */
  List<Contribution> split(Verdict verdict, SortedMap<OperatorId, Long> owned) {
    if (verdict.score().units() == 0 || owned.isEmpty()) {
      return split(verdict, part -> 0);
    }
    List<Part> parts = new ArrayList<>();
    owned.keySet().forEach(o -> parts.add(new Part(o, epoch.start(), epoch.end())));
    return byWeight(verdict, parts, new ArrayList<>(owned.values()));
  }

  private static List<Contribution> byWeight(
      Verdict verdict, List<Part> parts, List<Long> weights) {
    BigInteger total =
        weights.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger units = BigInteger.valueOf(verdict.score().units());
    Map<OperatorId, Long> byOperator = new TreeMap<>();
    BigInteger seen = BigInteger.ZERO;
    long given = 0;
    for (int i = 0; i < parts.size(); i++) {
      seen = seen.add(BigInteger.valueOf(weights.get(i)));
      long upTo = units.multiply(seen).divide(total).longValueExact();
      byOperator.merge(parts.get(i).operator(), upTo - given, Long::sum);
      given = upTo;
    }
    List<Contribution> contributions = new ArrayList<>();
    byOperator.forEach((operator, share) -> {
      if (share > 0) {
        contributions.add(contribution(verdict, operator, share));
      }
    });
    return contributions;
  }

  /** The owners of a device in the epoch, in the order of time; neighbours differ. */
  List<Part> parts(DeviceId device) {
    List<Part> parts = new ArrayList<>();
    List<DeviceState> history = registry.history(device);
    for (int i = 0; i < history.size(); i++) {
      Instant from = later(history.get(i).since(), epoch.start());
      Instant to =
          i + 1 < history.size() ? earlier(history.get(i + 1).since(), epoch.end()) : epoch.end();
      if (!from.isBefore(to)) {
        continue;
      }
      OperatorId operator = history.get(i).operator();
      Part last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
      if (last != null && last.operator().equals(operator)) {
        parts.set(parts.size() - 1, new Part(operator, last.from(), to));
      } else {
        parts.add(new Part(operator, from, to));
      }
    }
    return parts;
  }

  private static Contribution contribution(Verdict verdict, OperatorId operator, long units) {
    return new Contribution(verdict.device(), operator, verdict.kind(), units);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
