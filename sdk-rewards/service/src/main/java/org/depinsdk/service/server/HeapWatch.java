package org.depinsdk.service.server;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * Ends a service whose heap is so full that it does little but collect garbage, which most collectors would go on with for
 * minutes: nobody is answered meanwhile.
 */
final class HeapWatch implements BackgroundTasks.Work {
  /** Checks in a row that find it full; there is one a second. */
  private static final int ROUNDS = 5;

  /** The part of the time between two checks that went to collecting. */
  private static final double SHARE = 0.8;

  private final LongSupplier nanoTime;
  private final LongSupplier collectedMs;
  private final LongSupplier freeBytes;
  private final long heap;
  private long at;
  private long collected;
  private int rounds;

  /** Watches this process. */
  HeapWatch() {
    this(
        System::nanoTime,
        () -> ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(GarbageCollectorMXBean::getCollectionTime)
            .sum(),
        HeapWatch::free,
        Runtime.getRuntime().maxMemory());
  }

  HeapWatch(LongSupplier nanoTime, LongSupplier collectedMs, LongSupplier freeBytes, long heap) {
    this.nanoTime = nanoTime;
    this.collectedMs = collectedMs;
    this.freeBytes = freeBytes;
    this.heap = heap;
    this.at = nanoTime.getAsLong();
    this.collected = collectedMs.getAsLong();
  }

  private static long free() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
  }

  @Override
  public void run() {
    long now = nanoTime.getAsLong();
    long all = collectedMs.getAsLong();
    boolean full =
        (all - collected) * 1e6 >= SHARE * (now - at) && freeBytes.getAsLong() < heap / 5;
    at = now;
    collected = all;
    rounds = full ? rounds + 1 : 0;
    if (rounds == ROUNDS) {
      throw new OutOfMemoryError("the heap is full: the process does little but collect garbage");
    }
  }
}
