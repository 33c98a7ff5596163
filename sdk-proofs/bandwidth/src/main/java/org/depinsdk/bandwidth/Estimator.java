package org.depinsdk.bandwidth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.LongStream;
import org.depinsdk.core.identity.DeviceId;

/**
 * Computes an {@link Estimate} from the claims of challengers, in whole numbers.
 *
 * <p>What is guaranteed comes from the n - f challengers that saw least. For each bin their packets are added, and the median
 * of the bins is taken, as FlashFlow does. A prover can answer late, so that bins look fuller than they were; so the figure is
 * never more than all packets by the whole time, from the earliest start to the latest answer of all challengers.
 *
 * <p>What is available is all that the challengers saw, where none counts for more than the highest of those n - f, by the time
 * that the median challenger needed, less the round trip. For a challenger that failed, the prover's own count stands in, within
 * the same limit.
 *
 * <p>At most is what the link may have carried if f challengers kept back what they saw: all that was due from the f that saw
 * least, and what the others saw.
 *
 * @param corrupted how many challengers are assumed to be corrupted, less than half of the plan's
 * @param discount what is taken off for them
 * @param backgroundPercent which share of the capacity other traffic may have at most, 0 to 90; FlashFlow's r is 25, so that
 *     nobody gets more than 1/(1 - r) = 1.33 times its rate by claiming traffic
 * @param allPermille how many packets of a thousand have to arrive for "at least"
 */
public record Estimator(int corrupted, Discount discount, int backgroundPercent, int allPermille) {
  /**
   * Computes an estimate.
   *
   * @param plan the test
   * @param claims of challengers of the plan, about one prover, each checked by {@link ClaimChecks}
   * @param had the prover's own count
   * @return the estimate
   */
  public Estimate of(
      TestPlan plan, SortedMap<DeviceId, ObservedTraffic> claims, Optional<ProverTraffic> had) {
    List<DeviceId> byTotal = new ArrayList<>(plan.challengers());
    byTotal.sort(Comparator.<DeviceId>comparingInt(one -> total(claims, one))
        .thenComparing(Comparator.naturalOrder()));
    List<DeviceId> least = byTotal.subList(0, byTotal.size() - corrupted);
    long limit = total(claims, least.get(least.size() - 1));
    long window = Math.max(plan.micros(), window(claims.values()));
    long busy = busy(plan, claims.values());
    long available = plan.kbps(arrived(plan, claims, had, limit), busy);
    long[] leastBins = new long[plan.bins()];
    long sum = 0;
    for (DeviceId challenger : least) {
      add(leastBins, delivered(claims, challenger));
      sum += total(claims, challenger);
    }
    long guaranteed = Math.min(median(plan, leastBins), plan.kbps(sum, window));
    if (discount == Discount.PROOF_OF_BACKHAUL) {
      guaranteed =
          Math.min(guaranteed, discount.of(available, plan.challengers().size(), corrupted));
    }
    long arrived = claims.values().stream().mapToLong(ObservedTraffic::total).sum();
    long most = (long) corrupted * plan.packets();
    for (DeviceId challenger : byTotal.subList(corrupted, byTotal.size())) {
      most += claims.containsKey(challenger) ? total(claims, challenger) : plan.packets();
    }
    long offered = Math.max(1, (long) claims.size() * plan.packets());
    return new Estimate(
        guaranteed,
        Math.max(available, guaranteed),
        Math.max(available, guaranteed) + background(plan, available, had),
        plan.kbps(most, busy),
        plan.offeredKbps(),
        arrived * 1_000 >= offered * allPermille,
        (int) ((offered - arrived) * 1_000 / offered));
  }

  /**
   * What the link carried if the f challengers that saw least kept something back, and each sent the same: the others' average
   * stands in for them.
   *
   * @param plan the test
   * @param claims as for {@link #of}
   * @return kbit/s
   */
  public long withoutLeast(TestPlan plan, SortedMap<DeviceId, ObservedTraffic> claims) {
    long[] totals = plan.challengers().stream()
        .mapToLong(one -> total(claims, one))
        .sorted()
        .toArray();
    long sum = Arrays.stream(totals, corrupted, totals.length).sum();
    return plan.kbps(
        sum * totals.length / (totals.length - corrupted), busy(plan, claims.values()));
  }

  private static List<Integer> delivered(
      Map<DeviceId, ObservedTraffic> claims, DeviceId challenger) {
    ObservedTraffic claim = claims.get(challenger);
    return claim == null ? List.of() : claim.delivered();
  }

  private static int total(Map<DeviceId, ObservedTraffic> claims, DeviceId challenger) {
    return delivered(claims, challenger).stream().mapToInt(Integer::intValue).sum();
  }

  // from the earliest start to the latest answer
  private static long window(Collection<ObservedTraffic> claims) {
    long first = claims.stream().mapToLong(ObservedTraffic::startMicros).min().orElse(0);
    long last = claims.stream()
        .mapToLong(claim -> (long) claim.startMicros() + claim.elapsedMicros())
        .max()
        .orElse(0);
    return last - first;
  }

  private static long arrived(
      TestPlan plan,
      Map<DeviceId, ObservedTraffic> claims,
      Optional<ProverTraffic> had,
      long limit) {
    long sum = 0;
    for (DeviceId challenger : plan.challengers()) {
      ObservedTraffic claim = claims.get(challenger);
      List<Integer> packets = claim != null
          ? claim.delivered()
          : had.map(one -> one.bins(challenger)).orElse(List.of());
      sum += Math.min(limit, packets.stream().mapToLong(Integer::longValue).sum());
    }
    return sum;
  }

  // a queue that the test fills is empty a round trip before the last answer
  private static long busy(TestPlan plan, Collection<ObservedTraffic> claims) {
    long end = median(claims.stream().mapToLong(c -> (long) c.startMicros() + c.elapsedMicros()));
    long start = median(claims.stream().mapToLong(ObservedTraffic::startMicros));
    return Math.max(plan.micros(), end - start - Quality.of(claims).latencyMicros());
  }

  private static long median(LongStream values) {
    long[] sorted = values.sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
  }

  private static void add(long[] bins, List<Integer> packets) {
    for (int bin = 0; bin < Math.min(bins.length, packets.size()); bin++) {
      bins[bin] += packets.get(bin);
    }
  }

  private static long median(TestPlan plan, long[] bins) {
    long[] sorted = bins.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    // of two in the middle the mean
    long twice = sorted[half] + sorted[sorted.length % 2 == 1 ? half : half - 1];
    return plan.kbps(twice, plan.binMicros() * 2L);
  }

  // y = x r / (1 - r), FlashFlow's bound
  private long background(TestPlan plan, long available, Optional<ProverTraffic> had) {
    long claimed = had.map(one -> one.backgroundBytes() * 8_000 / plan.micros()).orElse(0L);
    return Math.min(claimed, available * backgroundPercent / (100 - backgroundPercent));
  }
}
