package org.depinsdk.hardware.driver;

import java.time.Duration;
import java.util.Collection;

/** A device that gives readings by itself. */
public interface Streaming extends Capability {
  /**
   * Begins a stream. What a slow reader does not take is dropped, oldest first, and counted.
   *
   * @param channels names, each at most once
   * @param period how often each channel is to be read; devices that send on their own may ignore it
   * @param capacity how many readings may wait for the reader, 1 or more
   * @return the stream; the caller closes it
   * @throws DriverException.Closed if the driver is closed
   */
  ReadingStream stream(Collection<String> channels, Duration period, int capacity)
      throws DriverException.Closed;
}
