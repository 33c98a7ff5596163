package org.depinsdk.hardware.reading;

import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;

/**
 * One thing that a device can tell.
 *
 * @param name unique in its device: 1 to 80 of {@code a-z A-Z 0-9 . _ / -}, as the device's documentation calls it
 * @param quantity what it measures
 * @param unit in what unit
 * @param kind how its values behave
 */
public record Channel(String name, Quantity quantity, Unit unit, ChannelKind kind) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._/-]{1,80}");

  /** Checks the name. */
  public Channel {
    if (!FORM.matcher(name).matches()) {
      throw new IllegalArgumentException("a channel's name is 1 to 80 of a-z A-Z 0-9 . _ / -, not "
          + EncodingException.shown(name));
    }
  }
}
