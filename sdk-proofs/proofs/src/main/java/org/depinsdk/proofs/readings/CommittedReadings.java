package org.depinsdk.proofs.readings;

import java.util.List;
import org.depinsdk.core.report.ReasonCode;
import org.depinsdk.proofs.EvidenceCodec;
import org.depinsdk.proofs.Fields;
import org.depinsdk.transparency.tree.TreeHash;

/**
 * Evidence that binds a device to many readings, of which it shows some, none or all. The report's signature covers the root, and the
 * root every reading: the device can neither change one later nor add one. What it shows later, and to whom, is checked against the
 * report with {@link ProvenReading}.
 *
 * <p>What this gives: millions of readings for one signature of the device and one verification by the network, and the disclosure
 * of single readings. What it does not give: it says nothing about whether a reading is right, and a reading that was never
 * shown to a verifier was not judged. A report whose readings all fit into it and are all public needs no tree, since its
 * signature covers them anyway.
 *
 * @param root of the tree of RFC 6962 over all readings
 * @param count how many there are, 1 to {@value #MAX_COUNT}
 * @param shown those that the report itself shows, by ascending index
 */
public record CommittedReadings(TreeHash root, int count, List<DisclosedReading> shown) {
  /** Most readings of a tree. */
  public static final int MAX_COUNT = 1 << 24;

  /** A reading that is shown is not in the tree. Fact: {@code index}. */
  public static final ReasonCode NOT_IN_TREE = new ReasonCode("readings.not-in-tree");

  /**
   * Writes and reads the evidence. As bytes, all numbers big-endian and unsigned: root (32), count (4), then each shown reading as
   * {@link DisclosedReading} says, up to the end. Bytes that show a reading that is not in the tree are malformed ({@link
   * #NOT_IN_TREE}), so that a verifier gets no such reading.
   */
  public static final EvidenceCodec<CommittedReadings> CODEC = new CommittedReadingsCodec();

  /** Checks the fields; whether the shown readings are in the tree is checked when evidence is read. */
  public CommittedReadings {
    Fields.range("count", count, 1, MAX_COUNT);
    shown = List.copyOf(shown);
    int last = -1;
    for (DisclosedReading reading : shown) {
      Fields.check(reading.index() > last, "index", reading.index(), "above " + last);
      last = reading.index();
    }
  }
}
