package org.depinsdk.storage.audit;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often a device answered at all, by windows of time. The score is the mean over complete windows, so that a window with many
 * audits weighs no more than one with few (Storj's audit history).
 *
 * @param windows by number; copied
 */
public record OnlineHistory(SortedMap<Long, Window> windows) {
  /** Nothing yet. */
  public static final OnlineHistory EMPTY = new OnlineHistory(Collections.emptySortedMap());

  /**
   * One window.
   *
   * @param online how often the device answered
   * @param total how often it was asked, 1 or more
   */
  public record Window(long online, long total) {
    /**
     * Checks the order.
     *
     * @throws IllegalArgumentException if not {@code 0 <= online <= total} with a total of 1 or more
     */
    public Window {
      if (online < 0 || total < 1 || online > total) {
        throw new IllegalArgumentException(
            "a window has 0 <= online <= total, not " + online + " of " + total);
      }
    }
  }

  /** Copies. */
  public OnlineHistory {
    windows = Collections.unmodifiableSortedMap(new TreeMap<>(windows));
  }

  /**
   * This with what happened in a window.
   *
   * @param window its number, not below the newest
   * @param online how often the device answered
   * @param total how often it was asked; of 0 nothing is added
   * @param tracked how many complete windows are kept, 1 or more
   * @return the history
   * @throws IllegalArgumentException if the window is older than the newest one
   */
  public OnlineHistory with(long window, long online, long total, int tracked) {
    if (!windows.isEmpty() && window < windows.lastKey()) {
      throw new IllegalArgumentException(
          "window must be " + windows.lastKey() + " or later, not " + window);
    }
    if (total == 0) {
      return this;
    }
    SortedMap<Long, Window> all = new TreeMap<>(windows);
    all.merge(
        window,
        new Window(online, total),
        (one, other) -> new Window(one.online + other.online, one.total + other.total));
    return new OnlineHistory(all.tailMap(window - tracked));
  }

  /**
   * The complete windows.
   *
   * @param current the number of the window that is not complete yet
   * @return those before it
   */
  public SortedMap<Long, Window> complete(long current) {
    return windows.headMap(current);
  }

  /**
   * The mean of the complete windows.
   *
   * @param current the number of the window that is not complete yet
   * @return 0 to 1, 1 as long as there is none
   */
  public double score(long current) {
    SortedMap<Long, Window> complete = complete(current);
    double sum = 0;
    for (Window window : complete.values()) {
      sum += window.online / (double) window.total;
    }
    return complete.isEmpty() ? 1 : sum / complete.size();
  }

  /**
   * The score as a whole number, rounded down.
   *
   * @param current the number of the window that is not complete yet
   * @return parts per million
   */
  public int scorePpm(long current) {
    return (int) (score(current) * 1_000_000);
  }

  /** The windows as {@code number:online/total} with commas between them. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<Long, Window> window : windows.entrySet()) {
      text.append(text.isEmpty() ? "" : ",")
          .append(window.getKey())
          .append(':')
          .append(window.getValue().online)
          .append('/')
          .append(window.getValue().total);
    }
    return text.toString();
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @param text windows with commas between them
   * @return the history
   * @throws IllegalArgumentException if it is anything else
   */
  public static OnlineHistory parse(String text) {
    SortedMap<Long, Window> windows = new TreeMap<>();
    if (!text.isEmpty()) {
      for (String window : text.split(",", -1)) {
        String[] parts = window.split("[:/]", -1);
        if (parts.length != 3) {
          throw new IllegalArgumentException("a window is number:online/total, not " + window);
        }
        windows.put(
            Long.parseLong(parts[0]),
            new Window(Long.parseLong(parts[1]), Long.parseLong(parts[2])));
      }
    }
    return new OnlineHistory(windows);
  }
}
