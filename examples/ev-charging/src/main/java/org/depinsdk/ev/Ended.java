package org.depinsdk.ev;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.depinsdk.hardware.ocpp.SignedValue;
import org.depinsdk.hardware.ocpp.StationEvent;

/** Collects what the meters signed, transaction by transaction, from the central system's events. */
final class Ended {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, List<String>> open = new TreeMap<>();
  private final Map<String, List<List<String>>> ended = new TreeMap<>();

  void hear(StationEvent event) {
    if (!(event instanceof StationEvent.Transaction transaction)) {
      return;
    }
    lock.lock();
    try {
      String key = transaction.station() + "|" + transaction.transaction();
      List<String> records = open.computeIfAbsent(key, k -> new ArrayList<>());
      transaction.samples().stream()
          .flatMap(s -> s.signed().stream())
          .map(SignedValue::data)
          .filter(text -> !records.contains(text))
          .forEach(records::add);
      if (transaction.phase() == StationEvent.Phase.ENDED) {
        ended
            .computeIfAbsent(transaction.station(), s -> new ArrayList<>())
            .add(List.copyOf(records));
        open.remove(key);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The ended sessions of a station that were not yet taken. */
  List<List<String>> take(String station) {
    lock.lock();
    try {
      List<List<String>> sessions = ended.remove(station);
      return sessions == null ? List.of() : sessions;
    } finally {
      lock.unlock();
    }
  }
}
