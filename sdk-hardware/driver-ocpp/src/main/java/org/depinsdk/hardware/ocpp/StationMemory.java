package org.depinsdk.hardware.ocpp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * What must be remembered of a station over its connections: open transactions, and which of its messages the operator's
 * program has taken. Stations replay their queue after a reconnect; each begin and end is reported until it was taken once.
 * Bounded, the oldest is forgotten.
 */
final class StationMemory {
  /** A 1.6 transaction as its begin was answered. */
  record Started(
      int id,
      boolean accepted,
      String status,
      int connector,
      String idTag,
      int meterStart,
      Instant at) {}

  private static final int MAX = 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Started> starts = Station.Bounded.map(MAX);
  private final Map<Integer, Started> open = Station.Bounded.map(64);
  private final Map<String, Boolean> taken = Station.Bounded.map(MAX * 4);

  /** What makes one begin different from another. */
  static String key(Messages16.StartTransaction request) {
    return "start|" + request.connector() + "|" + request.idTag() + "|" + request.meterStart() + "|"
        + request.at();
  }

  /** The transaction of a begin: the same one again if the begin is a replay. */
  Started start(
      Messages16.StartTransaction request, TokenAuthorizer.Decision decision, IntSupplier ids) {
    lock.lock();
    try {
      String key = key(request);
      Started before = starts.get(key);
      if (before != null) {
        return before;
      }
      boolean accepted = decision == TokenAuthorizer.Decision.ACCEPTED;
      Started started = new Started(
          ids.getAsInt(),
          accepted,
          decision.text(),
          request.connector(),
          request.idTag(),
          request.meterStart(),
          request.at());
      starts.put(key, started);
      // a refused begin never touches a transaction that runs
      if (accepted) {
        open.put(started.id(), started);
      }
      return started;
    } finally {
      lock.unlock();
    }
  }

  /** Which transaction meter values belong to. A station that began offline may say -1: then the only one of its connector. */
  Optional<Started> running(int id, int connector) {
    lock.lock();
    try {
      if (id > 0) {
        return Optional.ofNullable(open.get(id));
      }
      List<Started> there =
          open.values().stream().filter(s -> s.connector() == connector).toList();
      return there.size() == 1 ? Optional.of(there.get(0)) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Which transaction an end belongs to. A station that began offline may say -1: then by token, time and register. */
  Optional<Started> ending(Messages16.StopTransaction request) {
    lock.lock();
    try {
      if (request.transaction() > 0) {
        return Optional.ofNullable(open.get(request.transaction()));
      }
      List<Started> candidates = new ArrayList<>();
      for (Started started : open.values()) {
        boolean token = request.idTag().map(started.idTag()::equals).orElse(true);
        if (token
            && !started.at().isAfter(request.at())
            && started.meterStart() <= request.meterStop()) {
          candidates.add(started);
        }
      }
      return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Remembers that a transaction has ended. */
  void ended(int id) {
    lock.lock();
    try {
      open.remove(id);
    } finally {
      lock.unlock();
    }
  }

  /** Whether the operator's program has taken a message. */
  boolean isTaken(String key) {
    lock.lock();
    try {
      return taken.containsKey(key);
    } finally {
      lock.unlock();
    }
  }

  /** Remembers that the operator's program has taken a message. */
  void taken(String key) {
    lock.lock();
    try {
      taken.put(key, true);
    } finally {
      lock.unlock();
    }
  }
}
