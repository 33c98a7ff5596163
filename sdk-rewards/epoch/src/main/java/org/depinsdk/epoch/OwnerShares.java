package org.depinsdk.epoch;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.proofs.ScoreType.Nature;
import org.depinsdk.proofs.Verdict;
import org.depinsdk.rewards.Contribution;
import org.depinsdk.rewards.Owners;

/**
 * How those who owned a device during the epoch share what a verdict is worth. For a quantity each owner weighs what the
 * device would have scored with the evidence of that owner's time alone; if that is nothing for all, and for an attribute,
 * the time itself weighs. The weights of a quantity are parts of the verdict's units, by cumulative floors in the order of
 * time, so that those of several groups add up.
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

  /** What a verdict contributes; empty if nobody owned the device in the epoch. */
  Optional<Contribution> contribution(Verdict verdict, ToLongFunction<Part> scoreOfPart) {
    List<Part> parts = parts(verdict.device());
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    long units = verdict.score().units();
    Owners owners = parts.size() == 1
        ? Owners.sole(parts.get(0).operator())
        : verdict.score().type().nature() == Nature.QUANTITY && units > 0
            ? byScore(units, parts, scoreOfPart)
            : byTime(parts);
    return Optional.of(new Contribution(verdict.device(), verdict.kind(), units, owners));
  }

  private static Owners byScore(long units, List<Part> parts, ToLongFunction<Part> scoreOfPart) {
    List<Long> scores = parts.stream().map(scoreOfPart::applyAsLong).toList();
    return scores.stream().allMatch(score -> score == 0)
        ? split(units, parts, times(parts))
        : split(units, parts, scores);
  }

  private static Owners byTime(List<Part> parts) {
    List<Long> times = times(parts);
    return split(times.stream().mapToLong(time -> time).sum(), parts, times);
  }

  private static List<Long> times(List<Part> parts) {
    return parts.stream()
        .map(part -> Duration.between(part.from(), part.to()).toMillis())
        .toList();
  }

  private static Owners split(long units, List<Part> parts, List<Long> weights) {
    BigInteger total =
        weights.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
    Map<OperatorId, Long> byOperator = new TreeMap<>();
    BigInteger seen = BigInteger.ZERO;
    long given = 0;
    for (int i = 0; i < parts.size(); i++) {
      seen = seen.add(BigInteger.valueOf(weights.get(i)));
      long upTo = BigInteger.valueOf(units).multiply(seen).divide(total).longValueExact();
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

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
