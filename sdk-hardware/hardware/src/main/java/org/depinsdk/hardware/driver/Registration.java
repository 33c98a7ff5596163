package org.depinsdk.hardware.driver;

/** A listener that was added. Closing this removes it. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
  /** Removes the listener. Idempotent. */
  @Override
  void close();
}
