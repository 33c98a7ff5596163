package org.depinsdk.hardware.driver;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A device that carries out commands. */
public interface Commandable extends Capability {
  /**
   * Which commands it knows.
   *
   * @return the names of its commands
   */
  Set<String> commands();

  /**
   * Has the device carry out a command. One with an idempotency key that was used before is not done again; its first
   * result is given once more.
   *
   * @param command what to do
   * @param timeout how long to wait for the device's answer; more than zero
   * @return what the device answered. Fails with {@link DriverException.Unsupported} for an unknown name, {@link
   *     DriverException.Unavailable} if the device is not there, {@link DriverException.Timeout} when the time is over
   *     and {@link DriverException.Closed} when the driver is closed.
   */
  CompletableFuture<CommandResult> execute(Command command, Duration timeout);
}
