package org.depinsdk.hardware.netif;

import java.util.ArrayList;
import java.util.List;
import org.depinsdk.hardware.reading.Channel;
import org.depinsdk.hardware.reading.ChannelKind;
import org.depinsdk.hardware.reading.Quantity;
import org.depinsdk.hardware.reading.Unit;

/**
 * The channels of a network interface. Each is named as the kernel names its file; what they count is in the kernel's
 * {@code Documentation/ABI/testing/sysfs-class-net} and {@code sysfs-class-net-statistics}.
 */
public final class NetifChannels {
  /** Bytes received. */
  public static final String RX_BYTES = "rx_bytes";

  /** Bytes sent. */
  public static final String TX_BYTES = "tx_bytes";

  /** Packets received. */
  public static final String RX_PACKETS = "rx_packets";

  /** Packets sent. */
  public static final String TX_PACKETS = "tx_packets";

  /** Operational state of RFC 2863: up, down, unknown, dormant, testing, notpresent or lowerlayerdown. */
  public static final String OPERSTATE = "operstate";

  /** 1 if there is a physical link, 0 if there is none; not available while the interface is switched off. */
  public static final String CARRIER = "carrier";

  /** Speed of the link; not available if the interface has none, as Wi-Fi and virtual ones. */
  public static final String SPEED = "speed";

  /** How often the carrier came or went. */
  public static final String CARRIER_CHANGES = "carrier_changes";

  private static final List<String> PACKET_COUNTERS = List.of(
      RX_PACKETS,
      "rx_errors",
      "rx_dropped",
      "rx_crc_errors",
      "rx_frame_errors",
      "rx_missed_errors",
      TX_PACKETS,
      "tx_errors",
      "tx_dropped",
      "tx_carrier_errors",
      "multicast",
      "collisions");

  /** All of them, in a fixed order. */
  static final List<Channel> ALL = all();

  private NetifChannels() {}

  private static List<Channel> all() {
    List<Channel> all = new ArrayList<>();
    all.add(counter(RX_BYTES, "network.received", Unit.BYTE));
    all.add(counter(TX_BYTES, "network.sent", Unit.BYTE));
    for (String name : PACKET_COUNTERS) {
      all.add(counter(name, quantity(name), Unit.ONE));
    }
    all.add(counter(CARRIER_CHANGES, "network.carrier-changes", Unit.ONE));
    all.add(new Channel(OPERSTATE, new Quantity("network.state"), Unit.ONE, ChannelKind.STATE));
    all.add(new Channel(CARRIER, new Quantity("network.carrier"), Unit.ONE, ChannelKind.GAUGE));
    all.add(new Channel(
        SPEED, new Quantity("network.speed"), Unit.MEGABIT_PER_SECOND, ChannelKind.GAUGE));
    return List.copyOf(all);
  }

  // rx_crc_errors counts network.received.crc-errors
  private static String quantity(String name) {
    if (name.startsWith("rx_")) {
      return "network.received." + name.substring(3).replace('_', '-');
    }
    if (name.startsWith("tx_")) {
      return "network.sent." + name.substring(3).replace('_', '-');
    }
    return "network." + name;
  }

  private static Channel counter(String name, String quantity, Unit unit) {
    return new Channel(name, new Quantity(quantity), unit, ChannelKind.COUNTER);
  }
}
