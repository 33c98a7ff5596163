package org.depinsdk.hardware.reading;

import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;

/**
 * What is measured, whatever the device calls the channel: two drivers that read the same thing name the same quantity.
 *
 * @param name for example {@code network.received}: dotted lower-case words, at most 80 characters
 */
public record Quantity(String name) {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z0-9][a-z0-9-]*)*");

  /** Checks the form. */
  public Quantity {
    if (name.length() > 80 || !FORM.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a quantity is dotted lower-case words such as network.received, not "
              + EncodingException.shown(name));
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
