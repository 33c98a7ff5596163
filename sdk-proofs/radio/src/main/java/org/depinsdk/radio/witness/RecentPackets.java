package org.depinsdk.radio.witness;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a radio has heard lately, so that the device reports a packet once: a second report of it would be refused as
 * {@link WitnessReasons#DUPLICATE}. Remembers so many packets and forgets the one that was heard longest ago, as the message
 * cache of helium/gateway-rs. For one thread.
 */
public final class RecentPackets {
  /** Most packets that can be remembered. */
  public static final int MAX_CAPACITY = 100_000;

  private final int capacity;
  private final Map<ByteBuffer, Boolean> packets = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Nothing was heard yet.
   *
   * @param capacity how many packets to remember, 1 to {@value #MAX_CAPACITY}
   */
  public RecentPackets(int capacity) {
    if (capacity < 1 || capacity > MAX_CAPACITY) {
      throw new IllegalArgumentException(
          "capacity must be 1 to " + MAX_CAPACITY + ", not " + capacity);
    }
    this.capacity = capacity;
  }

  /**
   * Notes a packet.
   *
   * @param packet as it was received; copied
   * @return whether it was heard before and is still remembered
   */
  public boolean heard(byte[] packet) {
    boolean before = packets.put(ByteBuffer.wrap(packet.clone()), true) != null;
    if (packets.size() > capacity) {
      packets.remove(packets.keySet().iterator().next());
    }
    return before;
  }

  /**
   * The packets that are remembered.
   *
   * @return copies, the one that was heard longest ago first
   */
  public List<byte[]> oldestFirst() {
    List<byte[]> all = new ArrayList<>();
    packets.keySet().forEach(p -> all.add(p.array().clone()));
    return all;
  }
}
