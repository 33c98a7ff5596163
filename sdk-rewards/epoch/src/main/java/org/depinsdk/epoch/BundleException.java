package org.depinsdk.epoch;

import org.jspecify.annotations.Nullable;

/** A part of a bundle that cannot be read. The message starts with the part's name. */
public final class BundleException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String part;

  /**
   * An unreadable part.
   *
   * @param part its path in the bundle
   * @param message the field, the value and what was expected
   */
  public BundleException(String part, @Nullable String message) {
    super(part + ": " + message);
    this.part = part;
  }

  /**
   * Which part.
   *
   * @return its path in the bundle
   */
  public String part() {
    return part;
  }
}
