package org.depinsdk.bandwidth.netty;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.depinsdk.bandwidth.ObservedTraffic;

/** Round trips on the idle link. Not safe for use by several threads. */
final class RoundTrips {
  private final List<Long> sentAt = new ArrayList<>();
  private final List<Integer> micros = new ArrayList<>();
  private final BitSet answered = new BitSet();

  /** Notes that a ping goes; its number. */
  int sent(long nanos) {
    sentAt.add(nanos);
    return sentAt.size() - 1;
  }

  int count() {
    return sentAt.size();
  }

  /** Notes an answer, each once. */
  void answered(int number, long nanos) {
    if (number >= 0 && number < sentAt.size() && !answered.get(number)) {
      answered.set(number);
      micros.add((int) Math.min(ObservedTraffic.MAX_MICROS, (nanos - sentAt.get(number)) / 1_000));
    }
  }

  int leastMicros() {
    return micros.isEmpty() ? 0 : Collections.min(micros);
  }

  ObservedTraffic.Ping result() {
    if (micros.isEmpty()) {
      return new ObservedTraffic.Ping(0, 0, 0, sentAt.size(), 0);
    }
    long differences = 0;
    for (int i = 1; i < micros.size(); i++) {
      differences += Math.abs(micros.get(i) - micros.get(i - 1));
    }
    List<Integer> sorted = new ArrayList<>(micros);
    Collections.sort(sorted);
    return new ObservedTraffic.Ping(
        sorted.get(0),
        sorted.get(sorted.size() / 2),
        (int) (differences / Math.max(1, micros.size() - 1)),
        sentAt.size(),
        micros.size());
  }
}
