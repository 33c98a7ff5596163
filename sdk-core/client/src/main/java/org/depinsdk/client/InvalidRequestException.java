package org.depinsdk.client;

import org.depinsdk.core.encoding.EncodingException;

/** A request with a field that is not valid. */
public final class InvalidRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String field;

  /**
   * A wrong field.
   *
   * @param field its path in the request, for example {@code body.operator}
   * @param value its value; shortened in the message
   * @param expected what is valid
   */
  public InvalidRequestException(String field, String value, String expected) {
    super(field + " is " + EncodingException.shown(value) + ", expected: " + expected);
    this.field = field;
  }

  /**
   * A wrong field, told by whoever read it.
   *
   * @param message begins with the field's path and a blank
   */
  InvalidRequestException(String message) {
    super(message);
    this.field = message.substring(0, Math.max(0, message.indexOf(' ')));
  }

  /**
   * Which field.
   *
   * @return its path in the request
   */
  public String field() {
    return field;
  }
}
