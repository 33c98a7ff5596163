package org.depinsdk.hardware.agent;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.proof.LogReceipt;
import org.depinsdk.transparency.proof.MisbehaviourProof;
import org.depinsdk.transparency.proof.ReceiptCheck;
import org.depinsdk.transparency.proof.TlogProof;
import org.depinsdk.transparency.tile.TilePath;
import org.jspecify.annotations.Nullable;

/**
 * Compares the kept receipts with the published log again and again, in a thread of its own. What is proven with witnesses leaves
 * the store, so that the store holds what is still open, also after a restart.
 */
final class ReceiptWatch {
  private static final System.Logger LOG = System.getLogger(ReceiptWatch.class.getName());
  // after so many tiles that could not be read, an audit leaves the rest to the next one
  private static final int MOST_UNREAD = 16;

  /** What to compare with, how often, and who is notified. */
  record Settings(ReceiptAudit audit, Duration every, AuditListener listener) {}

  private enum State {
    WAITING,
    OVERDUE,
    CONTRADICTED,
    PROVEN
  }

  /** What is known about one receipt. */
  private static final class Watched {
    final LogReceipt receipt;
    final Instant since;
    State state = State.WAITING;
    boolean shown;
    boolean unread;
    boolean counted;
    Optional<ReceiptProblem> untold = Optional.empty();

    Watched(LogReceipt receipt, Instant since) {
      this.receipt = receipt;
      this.since = since;
    }

    void found(State found, ReceiptProblem problem) {
      if (state != found || (problem.proof().isPresent() && !shown)) {
        untold = Optional.of(problem);
      }
      state = found;
      shown |= problem.proof().isPresent();
    }
  }

  private final Settings settings;
  private final MisbehaviourProof.Terms terms;
  private final ReceiptStore store;
  private final InstantSource clock;
  private final AgentLoop loop;
  private final AgentThread thread;
  // by the store's own objects: comparing two receipts means writing out both
  private IdentityHashMap<LogReceipt, Watched> watched = new IdentityHashMap<>();
  private long proven;
  private long failures;
  private volatile AuditStats stats;

  ReceiptWatch(
      Settings settings, ReceiptStore store, InstantSource clock, AgentLoop loop, String owner) {
    this.settings = settings;
    this.terms = ReceiptAudit.terms(settings.audit().policy(), settings.audit().witnessingDelay());
    this.store = store;
    this.clock = clock;
    this.loop = loop;
    this.thread = new AgentThread("depin-audit-" + owner, loop, this::pass);
    this.stats = new AuditStats(0, store.receipts().size(), 0, 0, 0, Optional.empty());
  }

  void start() {
    thread.start();
  }

  AuditStats stats() {
    return stats;
  }

  void signalClosing() {
    loop.signalClosing();
  }

  void stop(long end) {
    thread.stop(end);
  }

  private void pass() throws InterruptedException {
    audit();
    loop.awaitDelay(settings.every());
  }

  private void audit() {
    Optional<String> failure;
    try {
      failure = compareAll();
    } catch (IOException | RuntimeException e) {
      // neither the disk nor a source that breaks its contract may end the audits for good
      failure = Optional.of(String.valueOf(e));
    }
    if (loop.isClosing()) {
      return;
    }
    failures = failure.isPresent() ? failures + 1 : 0;
    stats = new AuditStats(
        proven,
        count(State.WAITING),
        count(State.OVERDUE),
        count(State.CONTRADICTED),
        failures,
        failure);
    // only the first failure of a row is worth a line of the log
    failure.ifPresent(message -> LOG.log(
        failures == 1 ? Level.INFO : Level.DEBUG, "{0} failed: {1}", thread.name(), message));
  }

  private long count(State state) {
    return watched.values().stream().filter(w -> w.state == state).count();
  }

  /** One audit of all that is open; returns what kept it from being whole. */
  private Optional<String> compareAll() throws IOException {
    List<Watched> all = watchAll();
    ReceiptAudit.@Nullable Published log = null;
    Optional<String> failure = Optional.empty();
    try {
      log = settings.audit().open();
    } catch (TransparencyException | IOException | RuntimeException e) {
      failure = Optional.of(String.valueOf(e.getMessage()));
    }
    Watched newest = newestProven(all);
    // a tile that is kept back must hide no records but its own
    Set<Long> unread = new HashSet<>();
    all.sort(Comparator.comparing(one -> one.unread));
    for (Watched one : all) {
      if (loop.isClosing()) {
        return failure;
      }
      if (one.state != State.CONTRADICTED && (one.state != State.PROVEN || one == newest)) {
        long tile = one.receipt.index() / TilePath.FULL;
        Optional<ReceiptCheck> check = Optional.empty();
        try {
          if (log != null && unread.size() < MOST_UNREAD && !unread.contains(tile)) {
            check = Optional.of(log.compare(one.receipt));
          }
        } catch (IOException | RuntimeException e) {
          unread.add(tile);
          failure = Optional.of(String.valueOf(e.getMessage()));
        } catch (TransparencyException e) {
          failure = Optional.of(String.valueOf(e.getMessage()));
        }
        one.unread = unread.contains(tile);
        judge(one, check);
      }
      if (one.untold.isPresent()) {
        ReceiptProblem problem = one.untold.get();
        if (tell(() -> settings.listener().problem(one.receipt, problem))) {
          one.untold = Optional.empty();
        }
      }
    }
    dropProven(all);
    return failure;
  }

  private List<Watched> watchAll() {
    Instant now = clock.instant();
    IdentityHashMap<LogReceipt, Watched> next = new IdentityHashMap<>();
    List<Watched> all = new ArrayList<>();
    for (LogReceipt receipt : store.receipts()) {
      Watched known = watched.get(receipt);
      Watched one = known == null ? new Watched(receipt, now) : known;
      next.put(receipt, one);
      all.add(one);
    }
    watched = next;
    return all;
  }

  /**
   * Without witnesses what was proven is looked at again, because the log may show another tree later. The receipt of the largest
   * tree is enough: all the others that were proven are in that tree.
   */
  private static @Nullable Watched newestProven(List<Watched> all) {
    Watched newest = null;
    for (Watched one : all) {
      if (one.state == State.PROVEN && (newest == null || size(one) > size(newest))) {
        newest = one;
      }
    }
    return newest;
  }

  private static long size(Watched one) {
    return one.receipt.checkpoint().checkpoint().head().size();
  }

  private void judge(Watched one, Optional<ReceiptCheck> check) {
    ReceiptCheck result = check.orElse(null);
    if (result instanceof ReceiptCheck.Logged logged) {
      proven(one, logged.proof());
    } else if (result instanceof ReceiptCheck.Misbehaved misbehaved) {
      one.found(
          misbehaved.proof() instanceof MisbehaviourProof.Overdue
              ? State.OVERDUE
              : State.CONTRADICTED,
          ReceiptProblem.lied(one.receipt, misbehaved.proof()));
    } else if (isDue(one) && (result != null || one.state != State.PROVEN)) {
      one.found(
          State.OVERDUE,
          ReceiptProblem.of(
              ReceiptProblem.OVERDUE,
              "record " + one.receipt.index() + " is not found in the published log in time"));
    }
  }

  private void proven(Watched one, TlogProof proof) {
    if (!one.counted) {
      if (!tell(() -> settings.listener().proven(one.receipt, proof))) {
        return;
      }
      one.counted = true;
      proven++;
    }
    one.state = State.PROVEN;
    one.untold = Optional.empty();
  }

  /** By the time that the network wrote, or, if that is none or in the future, since the receipt is watched. */
  private boolean isDue(Watched one) {
    Instant now = clock.instant();
    try {
      if (!now.isBefore(terms.due(one.receipt))) {
        return true;
      }
    } catch (TransparencyException e) {
      LOG.log(Level.DEBUG, "record {0}: {1}", one.receipt.index(), e);
    }
    return !now.isBefore(one.since.plus(terms.witnessingDelay()));
  }

  // a tenth of room, so that not every proof writes the file anew
  private void dropProven(List<Watched> all) throws IOException {
    if (!terms.policy().asksForWitnesses()) {
      return;
    }
    IdentityHashMap<LogReceipt, Watched> done = new IdentityHashMap<>();
    all.stream().filter(w -> w.state == State.PROVEN).forEach(w -> done.put(w.receipt, w));
    if (!done.isEmpty() && done.size() >= all.size() / 10) {
      store.drop(done.keySet());
    }
  }

  private boolean tell(Runnable call) {
    try {
      call.run();
      return true;
    } catch (RuntimeException e) {
      // the listener is somebody else's code: its faults must not stop the audits
      LOG.log(Level.WARNING, "the listener of " + thread.name() + " failed", e);
      return false;
    }
  }
}
