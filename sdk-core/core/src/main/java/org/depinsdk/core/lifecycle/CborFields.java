package org.depinsdk.core.lifecycle;

import java.util.List;
import org.depinsdk.core.encoding.CborValue;
import org.depinsdk.core.encoding.EncodingException;

/** Takes the fields of a statement out of its CBOR array, with errors that name the field. */
final class CborFields {
  private CborFields() {}

  static List<CborValue> array(CborValue value, int items, String name) throws EncodingException {
    if (value instanceof CborValue.Array array && array.items().size() == items) {
      return array.items();
    }
    throw new EncodingException(name + " must be an array of " + items + " items");
  }

  static String text(CborValue value, String name) throws EncodingException {
    if (value instanceof CborValue.Text text) {
      return text.value();
    }
    throw new EncodingException(name + " must be text");
  }

  static byte[] bytes(CborValue value, String name) throws EncodingException {
    if (value instanceof CborValue.Bytes bytes) {
      return bytes.value();
    }
    throw new EncodingException(name + " must be bytes");
  }

  static long number(CborValue value, String name) throws EncodingException {
    if (value instanceof CborValue.Int number) {
      return number.value();
    }
    throw new EncodingException(name + " must be an integer");
  }
}
