package org.depinsdk.epoch;

import org.depinsdk.core.encoding.EncodingException;
import org.jspecify.annotations.Nullable;

/** A part of a bundle that cannot be read. The message starts with the part's name. */
public final class BundleException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String part;
  private final String reason;

  /**
   * An unreadable part.
   *
   * @param part its path in the bundle
   * @param reason the field, the value and what was expected; what cannot be printed in a terminal is replaced
   */
  public BundleException(String part, @Nullable String reason) {
    super(EncodingException.printable(part + ": " + reason));
    this.part = part;
    this.reason = EncodingException.printable(String.valueOf(reason));
  }

  /**
   * Which part.
   *
   * @return its path in the bundle
   */
  public String part() {
    return part;
  }

  /**
   * What is wrong with it.
   *
   * @return the message without the part
   */
  public String reason() {
    return reason;
  }
}
