package org.depinsdk.bandwidth;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.depinsdk.proofs.speed.Speedtest;

/**
 * The newest tests of a device that still count. A rise has to last to be paid in full, because the average counts; a fall
 * counts at once, because no more than the newest test is paid.
 *
 * @param tests by time, at most {@value #MAX_TESTS}
 */
record TestWindow(List<Speedtest> tests) {
  /** Most tests that are remembered of a device. */
  static final int MAX_TESTS = 6;

  static final TestWindow EMPTY = new TestWindow(List.of());

  private static final Comparator<Speedtest> BY_TIME = Comparator.comparing(Speedtest::at)
      .thenComparingLong(Speedtest::downloadBytesPerSecond)
      .thenComparingLong(Speedtest::uploadBytesPerSecond)
      .thenComparingInt(Speedtest::latencyMs);

  TestWindow {
    tests = List.copyOf(tests);
  }

  /** These and newer ones, as far as they count at a moment. */
  TestWindow with(List<Speedtest> newer, Instant now, Duration window, int newest) {
    List<Speedtest> all = new ArrayList<>(tests);
    all.addAll(newer);
    all.removeIf(test -> test.at().isBefore(now.minus(window)));
    all.sort(BY_TIME);
    return new TestWindow(all.subList(Math.max(0, all.size() - newest), all.size()));
  }

  /** The average, and no more than the newest in each direction. */
  Speedtest proven() {
    Speedtest average = Speedtest.average(tests);
    Speedtest newest = tests.get(tests.size() - 1);
    return new Speedtest(
        newest.at(),
        Math.min(average.uploadBytesPerSecond(), newest.uploadBytesPerSecond()),
        Math.min(average.downloadBytesPerSecond(), newest.downloadBytesPerSecond()),
        Math.max(average.latencyMs(), newest.latencyMs()));
  }

  /** For a state. */
  String text() {
    return tests.stream()
        .map(test -> test.at().toEpochMilli() + "," + test.uploadBytesPerSecond() + ","
            + test.downloadBytesPerSecond() + "," + test.latencyMs())
        .collect(Collectors.joining(";"));
  }

  /** From a state; whatever this class did not write is nothing. */
  static TestWindow parse(String text) {
    try {
      List<Speedtest> tests = new ArrayList<>();
      for (String test : text.split(";", -1)) {
        String[] parts = test.split(",", -1);
        tests.add(new Speedtest(
            Instant.ofEpochMilli(Long.parseLong(parts[0])),
            Long.parseLong(parts[1]),
            Long.parseLong(parts[2]),
            Integer.parseInt(parts[3])));
      }
      return new TestWindow(tests.subList(0, Math.min(tests.size(), MAX_TESTS)));
    } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
      return EMPTY;
    }
  }
}
