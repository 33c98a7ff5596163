package org.depinsdk.rewards.emission;

import java.time.Instant;
import org.depinsdk.core.epoch.Epoch;

/** The instant of an epoch at which a schedule by date is read. */
public enum ReadAt {
  /** When the epoch begins. */
  START,
  /** When the epoch ends, which is when a network that pays in arrears looks its table up. */
  END;

  /**
   * The instant.
   *
   * @param epoch any epoch
   * @return its start or its end
   */
  public Instant of(Epoch epoch) {
    return this == START ? epoch.start() : epoch.end();
  }
}
