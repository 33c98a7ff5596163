package org.depinsdk.tool.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** A stopwatch of the whole process: time, processor time of all its threads, and the heap. */
final class Meter {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  // the system counts processor time in hundredths of a second
  private static final double SHORTEST_SECONDS = 0.1;
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final AtomicLong HEAP = watchHeap();

  private long nanos;
  private long cpuNanos;
  private long heapBytes;

  /** A stopwatch at zero. */
  Meter() {}

  /** A stopwatch that has counted so much processor time. */
  Meter(Duration cpu) {
    this.cpuNanos = cpu.toNanos();
  }

  /** Work that is measured. */
  interface Work {
    void run() throws IOException;
  }

  /** Measures one piece of work. */
  static Meter of(Work work) throws IOException {
    Meter meter = new Meter();
    meter.add(work);
    return meter;
  }

  /** Measures more work. */
  void add(Work work) throws IOException {
    HEAP.set(0);
    long start = System.nanoTime();
    long cpuStart = PROCESS.getProcessCpuTime();
    work.run();
    cpuNanos += PROCESS.getProcessCpuTime() - cpuStart;
    nanos += System.nanoTime() - start;
    heapBytes = Math.max(heapBytes, HEAP.get());
  }

  double seconds() {
    return nanos / 1e9;
  }

  double cpuSeconds() {
    return cpuNanos / 1e9;
  }

  /** How many of something came to a second of processor time, empty if it was too short to say. */
  String perCpuSecond(long count) {
    return cpuSeconds() < SHORTEST_SECONDS
        ? ""
        : String.format(Locale.ROOT, "%.0f", count / cpuSeconds());
  }

  /** How many per cent of the processor time such a part is, empty if it was too short to say. */
  String percent(double partSeconds) {
    return cpuSeconds() < SHORTEST_SECONDS
        ? ""
        : String.format(Locale.ROOT, "%.1f", 100 * partSeconds / cpuSeconds());
  }

  /** The most that was in use after a collection, 0 if there was none. */
  long heapMebibytes() {
    return heapBytes >> 20;
  }

  /** The most memory that the process had since it began, empty where the system does not say. */
  static String residentMebibytes() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return "";
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> "" + (Long.parseLong(line.replaceAll("\\D", "")) >> 10))
        .findFirst()
        .orElse("");
  }

  private static AtomicLong watchHeap() {
    Set<String> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getName)
        .collect(Collectors.toSet());
    AtomicLong most = new AtomicLong();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, handback) -> {
                if (notification.getUserData() instanceof CompositeData data) {
                  long used =
                      GarbageCollectionNotificationInfo.from(data)
                          .getGcInfo()
                          .getMemoryUsageAfterGc()
                          .entrySet()
                          .stream()
                          .filter(pool -> heap.contains(pool.getKey()))
                          .mapToLong(pool -> pool.getValue().getUsed())
                          .sum();
                  most.accumulateAndGet(used, Math::max);
                }
              },
              null,
              null);
    }
    return most;
  }
}
