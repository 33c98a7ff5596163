package org.depinsdk.bandwidth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.Finding;
import org.depinsdk.proofs.Table;
import org.depinsdk.proofs.Verdict;

/**
 * Two devices that are published with links of their own and may be behind one. They are measured three times in a minute, by
 * the same challengers: the first alone, the second alone, then both at once. Two links carry together what they carry alone;
 * one link carries half of that.
 *
 * @param first the lower id
 * @param second the higher id
 */
public record LinkPair(DeviceId first, DeviceId second) {
  /** The pairs to be measured. */
  public static final Table<String, LinkPair> PAIRS = new Table<>(
      "bandwidth-pairs",
      "name of the pair, device;device",
      "Devices that may be behind one link, for example because their addresses are neighbours: each pair is measured alone and"
          + " together under its name, which is none of a link.",
      (key, value) -> {
        String[] parts = value.split(";", -1);
        if (parts.length != 2 || !TestName.isLink(key)) {
          throw new IllegalArgumentException(value);
        }
        return Map.entry(
            key,
            new LinkPair(Fields.device("device", parts[0]), Fields.device("device", parts[1])));
      });

  /** Tests of one time: each alone, and both. */
  static final int TESTS = 3;

  /** Together less than this share of what they have alone is one link; two would have all of it, one half. */
  private static final int SHARED_PERCENT = 75;

  private static final int IPV4_PREFIX_BYTES = 3;
  private static final int IPV6_PREFIX_BYTES = 6;

  /** Checks the order. */
  public LinkPair {
    Fields.check(
        first.compareTo(second) < 0, "second", second.text(), "a higher id than the first");
  }

  /**
   * Who is measured by a test of the pair.
   *
   * @param number the test's number: three of them belong to one time of the draw
   * @return one device or both
   */
  public List<DeviceId> provers(int number) {
    return switch (number % TESTS) {
      case 0 -> List.of(first);
      case 1 -> List.of(second);
      default -> List.of(first, second);
    };
  }

  /**
   * Whether two devices are behind one link.
   *
   * @param aloneKbps what was available to each alone, added up
   * @param togetherKbps what both had while both were measured, by {@link Estimator#withoutLeast}, so that challengers that keep
   *     back what they saw cannot make one link of two
   * @return true if together they have less than three quarters of what they have alone
   */
  public static boolean isShared(long aloneKbps, long togetherKbps) {
    return togetherKbps * 100 < aloneKbps * SHARED_PERCENT;
  }

  /**
   * The pairs whose addresses are neighbours: in one /24 of IPv4 or one /48 of IPv6. Devices that hide behind distant addresses
   * are not among them; a network may publish any other pair too.
   *
   * @param addresses from where the devices call, 4 or 16 bytes each
   * @return ascending
   */
  public static List<LinkPair> neighbours(SortedMap<DeviceId, byte[]> addresses) {
    List<LinkPair> pairs = new ArrayList<>();
    addresses.forEach((first, address) -> addresses.tailMap(first).forEach((second, other) -> {
      if (!first.equals(second) && areNeighbours(address, other)) {
        pairs.add(new LinkPair(first, second));
      }
    }));
    return pairs;
  }

  private static boolean areNeighbours(byte[] a, byte[] b) {
    int prefix = a.length == 4 ? IPV4_PREFIX_BYTES : IPV6_PREFIX_BYTES;
    return a.length == b.length && Arrays.equals(a, 0, prefix, b, 0, prefix);
  }

  /**
   * What to publish after pairs were found: devices behind one link get the link of the first of them, so that from then on they
   * are measured together and paid once.
   *
   * @param links rows of {@link LinkMember#LINKS}
   * @param verdicts of an epoch
   * @return the rows with the links joined
   */
  public static SortedMap<DeviceId, LinkMember> joined(
      SortedMap<DeviceId, LinkMember> links, List<Verdict> verdicts) {
    SortedMap<DeviceId, LinkMember> joined = new TreeMap<>(links);
    for (Verdict verdict : verdicts) {
      for (Finding finding : verdict.findings()) {
        String with = finding.facts().get("with");
        if (finding.code().equals(BandwidthReasons.SHARES_LINK) && with != null) {
          join(joined, verdict.device(), Fields.device("with", with));
        }
      }
    }
    return joined;
  }

  private static void join(SortedMap<DeviceId, LinkMember> links, DeviceId a, DeviceId b) {
    LinkMember one = links.get(a);
    LinkMember other = links.get(b);
    if (one != null && other != null && !one.link().equals(other.link())) {
      String link = one.link().compareTo(other.link()) < 0 ? one.link() : other.link();
      String gone = link.equals(one.link()) ? other.link() : one.link();
      links.replaceAll((device, member) ->
          member.link().equals(gone) ? new LinkMember(link, member.claimedKbps()) : member);
    }
  }
}
