package org.depinsdk.hardware.driver;

import java.time.Duration;
import java.util.Optional;
import org.depinsdk.hardware.reading.Reading;

/** Readings as they come, with a bounded buffer. Safe for use by several threads. */
public interface ReadingStream extends AutoCloseable {
  /**
   * Takes the next reading.
   *
   * @param timeout how long to wait for one; zero looks only at what is there
   * @return empty if none came in time or the stream has ended
   * @throws InterruptedException if the waiting thread is interrupted
   */
  Optional<Reading> next(Duration timeout) throws InterruptedException;

  /**
   * How many readings were dropped because the buffer was full.
   *
   * @return since the stream began
   */
  long dropped();

  /**
   * Whether no reading will come any more: the stream or its driver is closed, and the buffer is empty.
   *
   * @return true at the end
   */
  boolean ended();

  /** Ends the stream. Idempotent. */
  @Override
  void close();
}
