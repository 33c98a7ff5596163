package org.depinsdk.epoch;

import java.io.IOException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.DeviceState;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;

/**
 * What an epoch came to, in figures for people: read from its bundle in one pass, not checked. Of a large network it keeps the
 * operators and devices that were paid most, each with its whole amount.
 *
 * @param network the network's name
 * @param policyId the policy's id
 * @param token what amounts are written in
 * @param epoch which epoch
 * @param root the distribution's root, as {@code 0x…}
 * @param minted the epoch's new tokens
 * @param paid what all operators were paid
 * @param left what was not paid; it is carried on, or stays unallocated
 * @param reports what became of the reports; empty if there were too many to count
 * @param operatorCount how many operators were paid
 * @param deviceCount how many devices the registry knew
 * @param operators what each was paid, by pool
 * @param devices what each did
 */
public record EpochFigures(
    String network,
    String policyId,
    Token token,
    Epoch epoch,
    String root,
    TokenAmount minted,
    TokenAmount paid,
    TokenAmount left,
    Optional<Reports> reports,
    int operatorCount,
    int deviceCount,
    SortedMap<OperatorId, SortedMap<String, TokenAmount>> operators,
    SortedMap<DeviceId, DeviceFigures> devices) {

  /**
   * What became of reports.
   *
   * @param accepted how many were admitted
   * @param refused how many were not, by reason
   */
  public record Reports(long accepted, SortedMap<String, Long> refused) {
    /** No reports. */
    public static final Reports NONE = new Reports(0, new TreeMap<>());

    /** Copies. */
    public Reports {
      refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
    }

    /**
     * How many were refused.
     *
     * @return for all reasons
     */
    public long refusals() {
      return refused.values().stream().mapToLong(count -> count).sum();
    }

    /**
     * These and others.
     *
     * @param other the others
     * @return the sums
     */
    public Reports plus(Reports other) {
      SortedMap<String, Long> sums = new TreeMap<>(refused);
      other.refused.forEach((reason, count) -> sums.merge(reason, count, Long::sum));
      return new Reports(accepted + other.accepted, sums);
    }
  }

  /**
   * What a device did.
   *
   * @param operator who owns it at the end of the epoch
   * @param place where it says that it is, at the end of the epoch
   * @param paid what was paid for it, by pool, whoever owned it
   * @param reports what became of its reports, none if they were not counted
   */
  public record DeviceFigures(
      OperatorId operator,
      Optional<H3Cell> place,
      SortedMap<String, TokenAmount> paid,
      Reports reports) {
    /** Copies. */
    public DeviceFigures {
      paid = Collections.unmodifiableSortedMap(new TreeMap<>(paid));
    }
  }

  /**
   * How much is kept.
   *
   * @param operators operators at most
   * @param devices devices at most
   * @param reportBytes the largest file of reports that is read to count them
   */
  public record Limits(int operators, int devices, long reportBytes) {}

  /** Copies. */
  public EpochFigures {
    operators = Collections.unmodifiableSortedMap(new TreeMap<>(operators));
    devices = Collections.unmodifiableSortedMap(new TreeMap<>(devices));
  }

  /**
   * Reads a bundle.
   *
   * @param bundle the bundle; that it is what its manifest says is not checked
   * @param limits how much is kept; all devices and operators are in memory while it is read
   * @return its figures
   * @throws BundleException if a part cannot be read
   */
  public static EpochFigures read(EpochBundle bundle, Limits limits) throws BundleException {
    return new Reader(bundle).read(limits);
  }

  /**
   * Sums amounts.
   *
   * @param amounts by any name
   * @return their sum
   */
  public static TokenAmount sum(Map<?, TokenAmount> amounts) {
    return amounts.values().stream().reduce(TokenAmount.ZERO, TokenAmount::plus);
  }

  private static final class Reader {
    private final EpochBundle bundle;
    private final EpochInput input;
    private final SortedMap<OperatorId, SortedMap<String, TokenAmount>> operators = new TreeMap<>();
    private final SortedMap<DeviceId, SortedMap<String, TokenAmount>> paid = new TreeMap<>();
    private final SortedMap<DeviceId, CountedReports> reports = new TreeMap<>();
    private final CountedReports all = new CountedReports();
    private TokenAmount toDivide = TokenAmount.ZERO;

    private static final class CountedReports {
      private final SortedMap<String, Long> refused = new TreeMap<>();
      private long accepted;

      void count(String refusal) {
        if (refusal.isEmpty()) {
          accepted++;
        } else {
          refused.merge(refusal, 1L, Long::sum);
        }
      }

      Reports counted() {
        return new Reports(accepted, refused);
      }
    }

    Reader(EpochBundle bundle) throws BundleException {
      this.bundle = bundle;
      this.input = bundle.input();
    }

    EpochFigures read(Limits limits) throws BundleException {
      try {
        readAmounts();
        boolean counted = input.evidence().sizeBytes() <= limits.reportBytes();
        if (counted) {
          countReports();
        }
        TokenAmount sum = operators.values().stream()
            .map(EpochFigures::sum)
            .reduce(TokenAmount.ZERO, TokenAmount::plus);
        SortedMap<DeviceId, DeviceFigures> devices = devices();
        return new EpochFigures(
            bundle.manifest().network(),
            bundle.manifest().policyId(),
            input.policy().rewards().token(),
            input.epoch(),
            bundle.manifest().root(),
            toDivide.minus(EpochFigures.sum(input.before().carried())),
            sum,
            toDivide.minus(sum),
            counted ? Optional.of(all.counted()) : Optional.empty(),
            operators.size(),
            devices.size(),
            most(operators, limits.operators(), EpochFigures::sum),
            most(devices, limits.devices(), device -> EpochFigures.sum(device.paid())));
      } catch (IOException e) {
        throw new BundleException(BundleParts.REPORTS, "cannot be read: " + e.getMessage());
      } catch (ArithmeticException e) {
        throw new BundleException(BundleParts.PAYOUTS, "the sum of the amounts: " + e.getMessage());
      }
    }

    private void readAmounts() throws BundleException {
      bundle.lines(BundleParts.POOLS, pool -> pool, pool -> {
        for (var flow : pool.objects("from")) {
          if (flow.string("pool").isEmpty()) {
            toDivide = plus(toDivide, flow.parsed("amount", TokenAmount::parse));
          }
        }
      });
      bundle.lines(BundleParts.PAYOUTS, line -> line, line -> {
        TokenAmount amount = line.parsed("amount", TokenAmount::parse);
        String pool = line.string("pool");
        add(operators, line.parsed("operator", OperatorId::parse), pool, amount);
        if (!line.string("device").isEmpty()) {
          add(paid, line.parsed("device", DeviceId::parse), pool, amount);
        }
      });
    }

    private void countReports() throws IOException {
      input.evidence().forEach(logged -> {
        all.count(logged.getRefusal());
        try {
          DeviceId device = SignedReport.of(logged.getReport()).report().device();
          reports.computeIfAbsent(device, d -> new CountedReports()).count(logged.getRefusal());
        } catch (MalformedReportException e) {
          // of no device
        }
      });
    }

    private SortedMap<DeviceId, DeviceFigures> devices() {
      RegistryView registry = input.registry();
      SortedMap<DeviceId, DeviceFigures> devices = new TreeMap<>();
      for (DeviceId device : registry.devices()) {
        Optional<DeviceState> state = registry.latest(device);
        if (state.isPresent()) {
          CountedReports counted = reports.get(device);
          devices.put(
              device,
              new DeviceFigures(
                  state.get().operator(),
                  state.get().cell(),
                  paid.getOrDefault(device, new TreeMap<>()),
                  counted == null ? Reports.NONE : counted.counted()));
        }
      }
      return devices;
    }

    private static <K> void add(
        SortedMap<K, SortedMap<String, TokenAmount>> sums, K key, String pool, TokenAmount amount)
        throws EncodingException {
      SortedMap<String, TokenAmount> pools = sums.computeIfAbsent(key, k -> new TreeMap<>());
      pools.put(pool, plus(pools.getOrDefault(pool, TokenAmount.ZERO), amount));
    }

    private static TokenAmount plus(TokenAmount a, TokenAmount b) throws EncodingException {
      try {
        return a.plus(b);
      } catch (ArithmeticException e) {
        throw new EncodingException("the sum of the amounts: " + e.getMessage());
      }
    }

    private static <K extends Comparable<K>, V> SortedMap<K, V> most(
        SortedMap<K, V> all, int most, Function<V, TokenAmount> amount) {
      if (all.size() <= most) {
        return all;
      }
      Set<K> kept = all.entrySet().stream()
          .sorted(Comparator.comparing(
                  (Map.Entry<K, V> entry) -> amount.apply(entry.getValue()),
                  Comparator.reverseOrder())
              .thenComparing(Map.Entry::getKey))
          .limit(most)
          .map(Map.Entry::getKey)
          .collect(Collectors.toCollection(HashSet::new));
      SortedMap<K, V> some = new TreeMap<>(all);
      some.keySet().retainAll(kept);
      return some;
    }
  }
}
