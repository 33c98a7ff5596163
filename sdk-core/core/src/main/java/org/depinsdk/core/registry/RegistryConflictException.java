package org.depinsdk.core.registry;

/** A change that does not fit a device's state: the registry stays as it was. */
public final class RegistryConflictException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * A conflict.
   *
   * @param message the device, the change and why it does not fit
   */
  public RegistryConflictException(String message) {
    super(message);
  }
}
