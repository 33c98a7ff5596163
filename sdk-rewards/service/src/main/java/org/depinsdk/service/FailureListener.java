package org.depinsdk.service;

/** Is notified of what fails outside of a call. */
@FunctionalInterface
public interface FailureListener {
  /**
   * A task failed. An {@link Error} ends the process.
   *
   * @param task what failed, for example {@code settlement}
   * @param failure why
   */
  void failed(String task, Throwable failure);
}
