package org.depinsdk.epoch;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;
import org.jspecify.annotations.Nullable;

/**
 * Splits what a device was worth among those who owned it during the epoch. Each owner weighs what the device would have
 * scored with the evidence of that owner's time alone; if that is nothing for all, the time itself weighs. The weights are
 * parts of the verdict's units, by cumulative floors in the order of time, so that those of several groups add up.
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
      return contribution(verdict, Owners.sole(parts.get(0).operator()));
    }
    List<Long> weights = new ArrayList<>();
    for (Part part : parts) {
      weights.add(scoreOfPart.applyAsLong(part));
    }
    if (weights.stream().allMatch(w -> w == 0)) {
      weights.clear();
      parts.forEach(p -> weights.add(Duration.between(p.from(), p.to()).toMillis()));
    }
    return contribution(verdict, byWeight(verdict, parts, weights));
  }

  /** Splits as another contribution of the device is split; by time if there is none. */
  List<Contribution> split(Verdict verdict, @Nullable Owners owners) {
    if (verdict.score().units() == 0 || owners == null) {
      return split(verdict, part -> 0);
    }
    return contribution(verdict, owners);
  }

  private static Owners byWeight(Verdict verdict, List<Part> parts, List<Long> weights) {
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
    return new Owners(byOperator.entrySet().stream()
        .map(e -> new Owners.Share(e.getKey(), e.getValue()))
        .toList());
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

  private static List<Contribution> contribution(Verdict verdict, Owners owners) {
    return List.of(
        new Contribution(verdict.device(), verdict.kind(), verdict.score().units(), owners));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
