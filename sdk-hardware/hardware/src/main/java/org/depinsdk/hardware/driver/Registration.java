package org.depinsdk.hardware.driver;

/** A listener's place. Closing it takes the listener away. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
  /** Takes the listener away. Idempotent. */
  @Override
  void close();
}
