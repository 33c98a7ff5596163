package org.depinsdk.attestation;

import java.util.Arrays;
import java.util.function.Function;
import org.depinsdk.core.encoding.EncodingException;

/** Enumerations by the names that documents have for them. */
final class Labels {
  private Labels() {}

  static <E extends Enum<E>> E parse(Class<E> type, Function<E, String> label, String text)
      throws EncodingException {
    for (E value : type.getEnumConstants()) {
      if (label.apply(value).equals(text)) {
        return value;
      }
    }
    throw new EncodingException(EncodingException.shown(text) + " is none of "
        + Arrays.stream(type.getEnumConstants()).map(label).toList());
  }
}
