package org.depinsdk.bandwidth;

import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.proofs.Fields;

/**
 * When a team of challengers measures whom, so that it always has the traffic that its tests need: FlashFlow's slots (Tor
 * proposal 316). A test takes a multiple of the rate that is expected, because a test that offers too little measures the
 * challengers. Not safe for use by several threads.
 */
public final class MeasurementSlots {
  /** FlashFlow's multiple of the expected rate, in hundredths: 2.25. */
  public static final int FLASHFLOW_MULTIPLE_E2 = 225;

  /**
   * Most that a relay gains by claiming background traffic, in hundredths, for FlashFlow's share of 25 %: 1/(1 - 0.25).
   *
   * @param backgroundPercent the share that other traffic may have, 0 to 99
   * @return 100 / (1 - share), rounded down
   */
  public static int inflationE2(int backgroundPercent) {
    return (int) (10_000 / (100 - Fields.range("backgroundPercent", backgroundPercent, 0, 99)));
  }

  private final long teamKbps;
  private final int multipleE2;
  private final SortedMap<Integer, Long> taken = new TreeMap<>();

  /**
   * Empty slots.
   *
   * @param teamKbps what the challengers can send together, 1 or more
   * @param multipleE2 hundredths of the expected rate that a test takes, 100 or more
   */
  public MeasurementSlots(long teamKbps, int multipleE2) {
    this.teamKbps = Fields.range("teamKbps", teamKbps, 1, LinkMember.MAX_KBPS);
    this.multipleE2 = (int) Fields.range("multipleE2", multipleE2, 100, 10_000);
  }

  /**
   * Takes a slot for a test, if it has room.
   *
   * @param slot its number
   * @param expectedKbps of the link to be measured
   * @return false if the team is too busy then; the test is to be put into another slot
   */
  public boolean take(int slot, long expectedKbps) {
    long need =
        Fields.range("expectedKbps", expectedKbps, 0, LinkMember.MAX_KBPS) * multipleE2 / 100;
    long after = taken.getOrDefault(slot, 0L) + need;
    if (after > teamKbps) {
      return false;
    }
    taken.put(slot, after);
    return true;
  }

  /**
   * What is left of a slot.
   *
   * @param slot its number
   * @return kbit/s
   */
  public long free(int slot) {
    return teamKbps - taken.getOrDefault(slot, 0L);
  }
}
