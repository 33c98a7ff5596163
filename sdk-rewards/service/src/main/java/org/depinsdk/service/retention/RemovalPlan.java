package org.depinsdk.service.retention;

import java.util.ArrayList;
import java.util.List;

/**
 * What goes by a rule.
 *
 * @param logFrom the first epoch whose records are kept in segments of the log
 * @param segments the segments that go, oldest first
 * @param bundlesFrom the first epoch whose bundle is kept
 * @param bundles the bundles and compensations that go, oldest first
 */
public record RemovalPlan(long logFrom, List<Item> segments, long bundlesFrom, List<Item> bundles) {
  /**
   * Something that goes.
   *
   * @param name its name in its folder
   * @param bytes how many bytes it has
   */
  public record Item(String name, long bytes) {}

  /** Copies. */
  public RemovalPlan {
    segments = List.copyOf(segments);
    bundles = List.copyOf(bundles);
  }

  /**
   * Whether nothing goes.
   *
   * @return true if both lists are empty
   */
  public boolean isEmpty() {
    return segments.isEmpty() && bundles.isEmpty();
  }

  /**
   * How much is freed.
   *
   * @return bytes
   */
  public long bytes() {
    return segments.stream().mapToLong(Item::bytes).sum()
        + bundles.stream().mapToLong(Item::bytes).sum();
  }

  /**
   * What can no longer be proven or replayed here afterwards.
   *
   * @return sentences, none if nothing goes
   */
  public List<String> lost() {
    List<String> lost = new ArrayList<>();
    if (!segments.isEmpty()) {
      lost.add(
          "The bundles of epochs before " + logFrom
              + " cannot be made again from the log. Its records, receipts and proofs stay: they are read from the tiles.");
    }
    if (!bundles.isEmpty()) {
      lost.add("Epochs before " + bundlesFrom
          + " can be replayed, explained and corrected only with a copy of their bundles. The log keeps the hash of each"
          + " manifest, so any copy can be checked.");
      lost.add("A replay of what is left begins with epoch " + bundlesFrom
          + " and takes the registry, the sanctions and the totals before it as recorded.");
    }
    return lost;
  }
}
