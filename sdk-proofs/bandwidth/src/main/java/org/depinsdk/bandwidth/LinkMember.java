package org.depinsdk.bandwidth;

import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.Table;

/**
 * What a network publishes about a device whose bandwidth it measures.
 *
 * @param link the link that it is behind, see {@link TestName}
 * @param claimedKbps what the device claims to have, 1 to {@value #MAX_KBPS}
 */
public record LinkMember(String link, long claimedKbps) {
  /** Fastest link: 1 Tbit/s. */
  public static final long MAX_KBPS = 1_000_000_000L;

  /** The devices and their links. */
  public static final Table<DeviceId, LinkMember> LINKS = new Table<>(
      "bandwidth-links",
      "device, link;claimed kbit/s",
      "The devices whose bandwidth is measured: the link that a device is behind, its own id if it is alone, and what it"
          + " claims. Devices with one link are measured together.",
      (key, value) -> {
        String[] parts = value.split(";", -1);
        if (parts.length != 2) {
          throw new IllegalArgumentException(value);
        }
        return Map.entry(device(key), new LinkMember(parts[0], Long.parseLong(parts[1])));
      });

  /** The challengers. */
  public static final Table<DeviceId, Long> CHALLENGERS = new Table<>(
      "bandwidth-challengers",
      "device, kbit/s",
      "The pool that challengers are chosen from, and what each has proven to be able to send and receive.",
      (key, value) ->
          Map.entry(device(key), Fields.range("kbps", Long.parseLong(value), 1, MAX_KBPS)));

  /** Checks the ranges. */
  public LinkMember {
    Fields.check(TestName.isLink(link), "link", link, "1 to 64 of A-Z a-z 0-9 . _ -");
    Fields.range("claimedKbps", claimedKbps, 1, MAX_KBPS);
  }

  /**
   * The row of {@link #LINKS}.
   *
   * @return link and claimed kbit/s
   */
  public String text() {
    return link + ";" + claimedKbps;
  }

  private static DeviceId device(String text) {
    return Fields.device("device", text);
  }

  /**
   * Everybody behind a link.
   *
   * @param links rows of {@link #LINKS}
   * @param link the link
   * @return ascending
   */
  static SortedSet<DeviceId> of(SortedMap<DeviceId, LinkMember> links, String link) {
    SortedSet<DeviceId> members = new TreeSet<>();
    links.forEach((device, member) -> {
      if (member.link.equals(link)) {
        members.add(device);
      }
    });
    return members;
  }
}
