package org.depinsdk.hardware.support;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.depinsdk.hardware.reading.Quality;
import org.depinsdk.hardware.reading.ReadingReasons;

/**
 * Notices when a counter goes back. From the last quarter of its range into the first it has wrapped; otherwise the device
 * restarted or was exchanged. Not safe for use by several threads.
 */
public final class CounterWatch {
  private final BigDecimal range;
  private final BigDecimal lastQuarter;
  private final BigDecimal firstQuarter;
  private final Map<String, BigDecimal> last = new HashMap<>();

  /**
   * Counters of one width.
   *
   * @param bits 8 to 64
   */
  public CounterWatch(int bits) {
    if (bits < 8 || bits > 64) {
      throw new IllegalArgumentException("a counter has 8 to 64 bits, not " + bits);
    }
    this.range = new BigDecimal(BigInteger.ONE.shiftLeft(bits));
    this.firstQuarter = new BigDecimal(BigInteger.ONE.shiftLeft(bits - 2));
    this.lastQuarter = range.subtract(firstQuarter);
  }

  /**
   * Judges the next value of a counter.
   *
   * @param channel which counter
   * @param value what it stands at
   * @return GOOD if it did not go back; else UNCERTAIN with {@link ReadingReasons#COUNTER_WRAPPED} or {@link
   *     ReadingReasons#COUNTER_RESET}; BAD if the value is negative or does not fit the width
   */
  public Quality judge(String channel, BigDecimal value) {
    if (value.signum() < 0 || value.compareTo(range) >= 0) {
      return Quality.bad(
          ReadingReasons.MALFORMED, "counter " + channel + " at " + value + ", range " + range);
    }
    BigDecimal before = last.put(channel, value);
    if (before == null || value.compareTo(before) >= 0) {
      return Quality.GOOD;
    }
    String detail = "from " + before + " to " + value;
    return before.compareTo(lastQuarter) >= 0 && value.compareTo(firstQuarter) < 0
        ? Quality.uncertain(ReadingReasons.COUNTER_WRAPPED, detail)
        : Quality.uncertain(ReadingReasons.COUNTER_RESET, detail);
  }
}
