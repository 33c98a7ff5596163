package org.depinsdk.hardware.agent;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.core.report.Receipt;
import org.depinsdk.core.report.Refusal;

/** Counts what an agent does. */
final class AgentCounters {
  private final ReentrantLock lock = new ReentrantLock();
  private final TreeMap<ReasonCode, Long> refused = new TreeMap<>();
  private long reported;
  private long accepted;
  private long unproven;
  private long failures;
  private Optional<Instant> lastContact = Optional.empty();
  private Optional<String> lastFailure = Optional.empty();

  void reported(int more) {
    locked(() -> reported += more);
  }

  void decided(Collection<Receipt> receipts, Set<ReasonCode> notForGood) {
    locked(() -> {
      for (Receipt receipt : receipts) {
        if (receipt.isAccepted()) {
          accepted++;
        } else {
          receipt
              .refusal()
              .map(Refusal::reason)
              .filter(r -> !notForGood.contains(r))
              .ifPresent(r -> refused.merge(r, 1L, Long::sum));
        }
      }
    });
  }

  void unproven(int receipts) {
    locked(() -> unproven += receipts);
  }

  void succeeded(Instant now, int held) {
    locked(() -> {
      lastContact = Optional.of(now);
      failures = held == 0 ? 0 : failures + 1;
      lastFailure = held == 0
          ? Optional.empty()
          : Optional.of("the network wants " + held + " reports again later");
    });
  }

  void failed(Throwable failure) {
    locked(() -> {
      failures++;
      lastFailure = Optional.of(String.valueOf(failure));
    });
  }

  AgentStats stats(ReportQueue queue, AuditStats audit) {
    lock.lock();
    try {
      return new AgentStats(
          queue.size(),
          queue.bytes(),
          reported,
          accepted,
          refused,
          unproven,
          queue.dropped(),
          queue.turnedAway(),
          failures,
          lastContact,
          lastFailure,
          audit);
    } finally {
      lock.unlock();
    }
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }
}
