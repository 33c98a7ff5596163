package org.depinsdk.hardware.driver;

import java.util.Map;

/**
 * A command to a device.
 *
 * @param name one of the device's commands
 * @param idempotencyKey chosen by the caller; the same key is done at most once. 1 to 64 characters.
 * @param arguments by name
 */
public record Command(String name, String idempotencyKey, Map<String, String> arguments) {
  /** Checks the key and copies the arguments. */
  public Command {
    if (idempotencyKey.isEmpty() || idempotencyKey.length() > 64) {
      throw new IllegalArgumentException(
          "an idempotency key has 1 to 64 characters, not " + idempotencyKey.length());
    }
    arguments = Map.copyOf(arguments);
  }
}
