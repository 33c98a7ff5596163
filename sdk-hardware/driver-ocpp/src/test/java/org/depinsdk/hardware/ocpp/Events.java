package org.depinsdk.hardware.ocpp;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.depinsdk.hardware.driver.DriverState;
import org.depinsdk.hardware.driver.DriverStatus;

/** Collects what happens, and waits for it. */
final class Events {
  private final BlockingQueue<Object> queue = new LinkedBlockingQueue<>();
  private final List<Object> seen = new ArrayList<>();

  void add(Object event) {
    queue.add(event);
  }

  <S> S await(Class<S> type, Predicate<S> wanted) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      Object next = queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw new AssertionError("no such " + type.getSimpleName() + " in " + seen);
      }
      seen.add(next);
      if (type.isInstance(next) && wanted.test(type.cast(next))) {
        return type.cast(next);
      }
    }
  }

  StationEvent.Transaction transaction(StationEvent.Phase phase) throws InterruptedException {
    return await(StationEvent.Transaction.class, t -> t.phase() == phase);
  }

  void state(DriverState state) throws InterruptedException {
    await(DriverStatus.class, s -> s.state() == state);
  }

  <S> List<S> all(Class<S> type) {
    queue.drainTo(seen);
    return seen.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
