package org.depinsdk.core.lifecycle;

import org.depinsdk.core.encoding.EncodingException;

/**
 * Where a device was made, as its manufacturer recorded it.
 *
 * @param manufacturer for example {@code acme}
 * @param serial the manufacturer's number of this device
 * @param batch the manufacturer's number of the lot that it belongs to
 */
public record DeviceOrigin(String manufacturer, String serial, String batch) {
  /** Longest name or number. */
  public static final int MAX_TEXT = 64;

  /** Checks the lengths. */
  public DeviceOrigin {
    check("manufacturer", manufacturer);
    check("serial", serial);
    check("batch", batch);
  }

  static void check(String field, String value) {
    if (value.isBlank() || value.length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          field + " has 1 to " + MAX_TEXT + " characters, not " + EncodingException.shown(value));
    }
  }
}
