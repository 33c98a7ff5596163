package org.depinsdk.hardware.driver;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.depinsdk.hardware.reading.Channel;
import org.depinsdk.hardware.reading.Reading;

/** A device whose channels can be read when one asks. */
public interface Readable extends Capability {
  /**
   * What can be read.
   *
   * @return unmodifiable, in a fixed order; known without asking the device
   */
  List<Channel> channels();

  /**
   * Reads channels in one go. What goes wrong with one channel is in its reading: an unknown channel, a missing device or
   * an answer that does not parse is a reading of grade BAD. The call as a whole fails only if no answer can be given.
   *
   * @param channels names, each at most once
   * @param timeout how long to wait; more than zero
   * @return one reading for each name, in the order of the names. Fails with {@link DriverException.Timeout} when the time
   *     is over and with {@link DriverException.Closed} when the driver is closed.
   */
  CompletableFuture<List<Reading>> read(Collection<String> channels, Duration timeout);

  /**
   * Reads channels and waits for the answer.
   *
   * @param channels names, each at most once
   * @param timeout how long to wait; more than zero
   * @return one reading for each name, in the order of the names
   * @throws DriverException if no answer can be given
   */
  default List<Reading> readNow(Collection<String> channels, Duration timeout)
      throws DriverException {
    return DriverException.await(read(channels, timeout), timeout);
  }
}
