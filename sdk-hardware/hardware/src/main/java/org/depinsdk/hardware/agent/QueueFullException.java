package org.depinsdk.hardware.agent;

import java.io.IOException;

/** The queue is full and its policy is {@link WhenFull#REFUSE_NEW}. */
public final class QueueFullException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * The queue is full.
   *
   * @param message how many reports and bytes it holds and may hold
   */
  public QueueFullException(String message) {
    super(message);
  }
}
