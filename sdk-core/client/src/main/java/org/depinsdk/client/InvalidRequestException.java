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
   * Which field.
   *
   * @return its path in the request
   */
  public String field() {
    return field;
  }
}
