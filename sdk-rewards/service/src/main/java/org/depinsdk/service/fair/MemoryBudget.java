package org.depinsdk.service.fair;

import java.util.HashMap;
import java.util.Map;

/**
 * Memory for what senders send, in bytes. One connection has at most a quarter of it. The last quarter is kept for hosts that
 * hold little, so that those who hold much, by however many connections, do not shut out the others. Safe for several threads.
 */
public final class MemoryBudget {
  private static final int LITTLE = 64;

  private final long bytes;
  private final Map<Sender, Long> ofConnections = new HashMap<>();
  private final Map<Object, Long> ofHosts = new HashMap<>();
  private long used;

  /**
   * A budget that nobody has used yet.
   *
   * @param bytes how much it holds
   */
  public MemoryBudget(long bytes) {
    this.bytes = bytes;
  }

  /**
   * Takes some of it, unless that is too much.
   *
   * @param sender for whom
   * @param more how many bytes
   * @return whether they are taken; they are given back by {@link #release}
   */
  public synchronized boolean take(Sender sender, long more) {
    long own = ofConnections.getOrDefault(sender, 0L) + more;
    long ofHost = ofHosts.getOrDefault(sender.host(), 0L) + more;
    boolean little = ofHost == more || ofHost <= bytes / LITTLE;
    if (used + more > (little ? bytes : bytes / 4 * 3) || (own > bytes / 4 && own != more)) {
      return false;
    }
    ofConnections.put(sender, own);
    ofHosts.put(sender.host(), ofHost);
    used += more;
    return true;
  }

  /**
   * Gives some of it back.
   *
   * @param sender who took it
   * @param fewer how many bytes
   */
  public synchronized void release(Sender sender, long fewer) {
    release(ofConnections, sender, fewer);
    release(ofHosts, sender.host(), fewer);
    used -= fewer;
  }

  private static <H> void release(Map<H, Long> held, H holder, long fewer) {
    held.computeIfPresent(holder, (h, own) -> own == fewer ? null : own - fewer);
  }

  /**
   * How much is free.
   *
   * @return in bytes
   */
  public synchronized long free() {
    return bytes - used;
  }
}
