package org.depinsdk.service.fair;

import java.util.HashMap;
import java.util.Map;

/**
 * Memory for what senders hand in, in bytes. One sender has at most a quarter of it. The last quarter is kept for senders that
 * hold little, so that some who hold much do not shut out the others. Safe for several threads.
 */
public final class Room {
  private static final int LITTLE = 64;

  private final long bytes;
  private final Map<Sender, Long> held = new HashMap<>();
  private long used;

  /**
   * A room.
   *
   * @param bytes how much it holds
   */
  public Room(long bytes) {
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
    long own = held.getOrDefault(sender, 0L) + more;
    boolean little = own == more || own <= bytes / LITTLE;
    if (used + more > (little ? bytes : bytes / 4 * 3) || (own > bytes / 4 && own != more)) {
      return false;
    }
    held.put(sender, own);
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
    held.computeIfPresent(sender, (s, own) -> own == fewer ? null : own - fewer);
    used -= fewer;
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
