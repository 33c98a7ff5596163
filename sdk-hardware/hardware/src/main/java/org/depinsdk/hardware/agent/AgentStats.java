package org.depinsdk.hardware.agent;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.depinsdk.core.report.ReasonCode;

/**
 * What an agent has done since it was made, and what waits now.
 *
 * @param queued reports that wait now
 * @param queuedBytes their bodies and signatures
 * @param reported reports that were signed and queued
 * @param accepted reports that the network accepted
 * @param refused reports that it refused for good, by reason, ascending
 * @param unproven answers that the network did not prove by a receipt; their reports are still queued
 * @param dropped reports that made room in a full queue
 * @param turnedAway reports that a full queue did not take
 * @param failures passes that failed in a row; 0 after a pass that succeeded
 * @param lastContact when the network last answered; empty if it never did
 * @param lastFailure the last failure's message; empty after a pass that succeeded
 * @param audit what came of comparing receipts with the published log
 */
public record AgentStats(
    int queued,
    long queuedBytes,
    long reported,
    long accepted,
    SortedMap<ReasonCode, Long> refused,
    long unproven,
    long dropped,
    long turnedAway,
    long failures,
    Optional<Instant> lastContact,
    Optional<String> lastFailure,
    AuditStats audit) {
  /** Copies the map. */
  public AgentStats {
    refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
  }

  /**
   * How many reports were refused for good, whatever the reason.
   *
   * @return the sum
   */
  public long refusedTotal() {
    return refused.values().stream().mapToLong(Long::longValue).sum();
  }
}
