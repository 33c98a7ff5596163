package org.depinsdk.service.retention;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.epoch.Correction;
import org.depinsdk.epoch.store.BundleName;
import org.depinsdk.proofs.sanctions.Sanction;
import org.depinsdk.proofs.sanctions.SanctionEvent;
import org.depinsdk.proofs.sanctions.SanctionLedger;
import org.depinsdk.service.settle.BundleFolder;
import org.depinsdk.service.settle.BundlePublisher;
import org.depinsdk.service.store.Ledger;
import org.depinsdk.service.store.NetworkLog;

/**
 * Removes segments of the log and bundles of epochs that are settled for long enough, oldest first, so that what a crash leaves is
 * what an earlier rule would have left. These stay whatever the rule says:
 *
 * <ul>
 *   <li>everything of epochs that are not settled, and of the newest settled one, whose bundle the next one follows;
 *   <li>bundles that are not published yet, if the service publishes;
 *   <li>bundles that a kept compensation corrects, because a replay recomputes it from them;
 *   <li>bundles of epochs that a sanction touched, until the rule's time has passed since the sanction ended and its appeal was
 *       answered: if it was wrong, what they withheld is owed.
 * </ul>
 *
 * <p>The registry, sanctions, the ledger and the tiles of the log, from which receipts and proofs of inclusion and consistency are
 * made, are never removed. Evidence of attestations has a rule of its own.
 */
public final class Retention {
  private static final Logger LOG = System.getLogger(Retention.class.getName());

  private final Stores stores;
  private final EpochSchedule schedule;

  /**
   * What is looked at.
   *
   * @param log the log
   * @param bundles the bundles
   * @param ledger knows what is settled
   * @param sanctions as they stand
   * @param publisher copies bundles elsewhere; empty if nothing does
   */
  public record Stores(
      NetworkLog log,
      BundleFolder bundles,
      Ledger ledger,
      Supplier<SanctionLedger> sanctions,
      Optional<BundlePublisher> publisher) {}

  /**
   * Retention of one network.
   *
   * @param stores what is looked at
   * @param schedule when epochs end
   */
  public Retention(Stores stores, EpochSchedule schedule) {
    this.stores = stores;
    this.schedule = schedule;
  }

  /**
   * What would go.
   *
   * @param rule how long things are kept
   * @return nothing of it is done
   * @throws IOException if a store cannot be read
   */
  public RemovalPlan plan(RetentionRule rule) throws IOException {
    Optional<Ledger.SettledEpoch> settled = stores.ledger().newest();
    if (settled.isEmpty()) {
      return new RemovalPlan(0, List.of(), 0, List.of());
    }
    long newest = settled.get().index();
    long logFrom = RetentionRule.firstKept(rule.log(), schedule, newest);
    long bundlesFrom = rule.bundles().isEmpty() ? 0 : firstBundle(rule.bundles().get(), newest);
    List<RemovalPlan.Item> segments = new ArrayList<>();
    for (NetworkLog.Segment segment : stores.log().segmentsBefore(logFrom)) {
      segments.add(new RemovalPlan.Item("segment of epoch " + segment.epoch(), segment.bytes()));
    }
    List<RemovalPlan.Item> bundles = new ArrayList<>();
    for (BundleName name : stores.bundles().namesBefore(bundlesFrom)) {
      bundles.add(new RemovalPlan.Item(name.toString(), stores.bundles().bytes(name)));
    }
    return new RemovalPlan(logFrom, segments, bundlesFrom, bundles);
  }

  /**
   * Removes what goes. Nothing may be settled or compensated meanwhile. What a crash or failure leaves is removed by the next call.
   *
   * @param rule how long things are kept
   * @return what was removed
   * @throws IOException if a store failed; it may be called again
   */
  public RemovalPlan remove(RetentionRule rule) throws IOException {
    RemovalPlan plan = plan(rule);
    if (!plan.isEmpty()) {
      stores.log().removeBefore(plan.logFrom());
      stores.bundles().removeBefore(plan.bundlesFrom());
      LOG.log(
          Level.INFO,
          "{0} bytes removed: {1} segments of the log before epoch {2}, {3} bundles and compensations before epoch {4}",
          Long.toString(plan.bytes()),
          plan.segments().size(),
          Long.toString(plan.logFrom()),
          plan.bundles().size(),
          Long.toString(plan.bundlesFrom()));
    }
    return plan;
  }

  private long firstBundle(Duration time, long newest) throws IOException {
    long first = RetentionRule.firstKept(Optional.of(time), schedule, newest);
    if (stores.publisher().isPresent()) {
      first = Math.min(first, stores.publisher().get().firstUnpublished());
    }
    Instant since = schedule.at(newest).end().minus(time);
    for (Sanction sanction : stores.sanctions().get().all()) {
      if (openUntil(sanction).isAfter(since)) {
        first = Math.min(first, epochOf(sanction.imposed().at()));
      }
    }
    return firstCorrected(first);
  }

  /** When a sanction has ended, its appeal is answered, and it was not found wrong later. */
  private static Instant openUntil(Sanction sanction) {
    return Stream.of(
            Optional.of(sanction.endsAt()),
            sanction.wrongSince(),
            sanction.upheld().map(SanctionEvent.Upheld::at))
        .flatMap(Optional::stream)
        .max(Instant::compareTo)
        .orElseThrow();
  }

  private long epochOf(Instant at) {
    return at.isBefore(schedule.genesis()) ? 0 : schedule.containing(at).index();
  }

  /** The first epoch that is kept with every compensation behind it being recomputed from kept bundles. */
  private long firstCorrected(long kept) throws IOException {
    long first = kept;
    for (long before = Long.MAX_VALUE; first < before; ) {
      before = first;
      for (BundleName name : stores.bundles().names()) {
        if (name.isCompensation() && name.epoch() > first) {
          for (Correction.Item item : stores.bundles().correction(name).items()) {
            first = Math.min(first, item.epoch());
          }
        }
      }
    }
    return first;
  }
}
