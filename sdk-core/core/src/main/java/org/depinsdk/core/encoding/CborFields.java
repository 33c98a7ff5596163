package org.depinsdk.core.encoding;

import java.time.Instant;
import java.util.List;

/** Reads the fields of a CBOR array, with errors that name the field. */
public final class CborFields {
  private CborFields() {}

  /**
   * An array of a known length.
   *
   * @param value the item
   * @param items how many items it must have
   * @param name of the array, for the error
   * @return the items
   * @throws EncodingException if it is anything else
   */
  public static List<CborValue> array(CborValue value, int items, String name)
      throws EncodingException {
    if (value instanceof CborValue.Array array && array.items().size() == items) {
      return array.items();
    }
    throw new EncodingException(name + " must be an array of " + items + " items");
  }

  /**
   * A string.
   *
   * @param value the item
   * @param name of the field, for the error
   * @return the string
   * @throws EncodingException if it is anything else
   */
  public static String string(CborValue value, String name) throws EncodingException {
    if (value instanceof CborValue.Text text) {
      return text.value();
    }
    throw new EncodingException(name + " must be a string");
  }

  /**
   * A byte string.
   *
   * @param value the item
   * @param name of the field, for the error
   * @return the bytes
   * @throws EncodingException if it is anything else
   */
  public static byte[] bytes(CborValue value, String name) throws EncodingException {
    if (value instanceof CborValue.Bytes bytes) {
      return bytes.value();
    }
    throw new EncodingException(name + " must be bytes");
  }

  /**
   * An integer.
   *
   * @param value the item
   * @param name of the field, for the error
   * @return the number
   * @throws EncodingException if it is anything else
   */
  public static long number(CborValue value, String name) throws EncodingException {
    if (value instanceof CborValue.Int number) {
      return number.value();
    }
    throw new EncodingException(name + " must be an integer");
  }

  /**
   * An instant in milliseconds since 1970.
   *
   * @param value the item
   * @param name of the field, for the error
   * @return the instant
   * @throws EncodingException if it is anything else or lies outside the years 1 to 9999
   */
  public static Instant instantMillis(CborValue value, String name) throws EncodingException {
    long millis = number(value, name);
    if (millis < Instants.MIN_MS || millis > Instants.MAX_MS) {
      throw new EncodingException(
          name + " must be in the years 1 to 9999, not at " + millis + " ms");
    }
    return Instant.ofEpochMilli(millis);
  }

  /**
   * An instant in seconds since 1970.
   *
   * @param value the item
   * @param name of the field, for the error
   * @return the instant
   * @throws EncodingException if it is anything else or lies outside the years 1 to 9999
   */
  public static Instant instantSeconds(CborValue value, String name) throws EncodingException {
    long seconds = number(value, name);
    if (seconds < Instants.MIN_MS / 1000 || seconds > Instants.MAX_MS / 1000) {
      throw new EncodingException(
          name + " must be in the years 1 to 9999, not at " + seconds + " s");
    }
    return Instant.ofEpochSecond(seconds);
  }
}
