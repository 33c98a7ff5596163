package org.depinsdk.hardware.agent;

/** What a full queue does with one more report. */
public enum WhenFull {
  /** The new report is refused with a {@link QueueFullException}; what is queued stays. */
  REFUSE_NEW,
  /** The oldest reports make room, and are counted. */
  DROP_OLDEST
}
