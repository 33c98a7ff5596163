package org.depinsdk.proofs;

import org.depinsdk.core.geo.H3Cell;
import org.depinsdk.core.identity.DeviceId;

/**
 * Names what must be judged together. Groups are independent: they can be judged on different machines.
 *
 * @param text 1 to 200 characters, sortable
 */
public record GroupKey(String text) implements Comparable<GroupKey> {
  /** Checks the length. */
  public GroupKey {
    if (text.isEmpty() || text.length() > 200) {
      throw new IllegalArgumentException(
          "a group key has 1 to 200 characters, not " + text.length());
    }
  }

  /**
   * All evidence of one device.
   *
   * @param device the device
   * @return its key
   */
  public static GroupKey device(DeviceId device) {
    return new GroupKey("device:" + device.text());
  }

  /**
   * All evidence about one cell.
   *
   * @param cell the cell
   * @return its key
   */
  public static GroupKey cell(H3Cell cell) {
    return new GroupKey("cell:" + cell);
  }

  @Override
  public int compareTo(GroupKey other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
