package org.depinsdk.core.encoding;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A CBOR data item (RFC 8949), without indefinite lengths and without numbers that are not integers. */
public sealed interface CborValue {
  /**
   * An integer of major types 0 and 1.
   *
   * @param value the number; CBOR's range beyond 64 bits with sign is not supported
   */
  record Int(long value) implements CborValue {
    @Override
    public String toString() {
      return Long.toString(value);
    }
  }

  /**
   * A byte string.
   *
   * @param value the bytes; copied
   */
  record Bytes(byte[] value) implements CborValue {
    /** Copies. */
    public Bytes {
      value = value.clone();
    }

    /**
     * The bytes.
     *
     * @return a fresh copy
     */
    @Override
    public byte[] value() {
      return value.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes b && Arrays.equals(value, b.value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
      return "h'" + Hex.encode(value) + "'";
    }
  }

  /**
   * A text string.
   *
   * @param value valid Unicode
   */
  record Text(String value) implements CborValue {
    @Override
    public String toString() {
      return '"' + value + '"';
    }
  }

  /**
   * An array.
   *
   * @param items its items
   */
  record Array(List<CborValue> items) implements CborValue {
    /** Copies. */
    public Array {
      items = List.copyOf(items);
    }

    /**
     * An array.
     *
     * @param items its items
     * @return the array
     */
    public static Array of(CborValue... items) {
      return new Array(List.of(items));
    }
  }

  /**
   * A map; no key occurs twice.
   *
   * @param entries in the order in which they were read
   */
  record Dict(Map<CborValue, CborValue> entries) implements CborValue {
    /** Copies. */
    public Dict {
      entries = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /**
     * The value of an integer key, as in COSE and CWT.
     *
     * @param label the key
     * @return the value, or empty
     */
    public Optional<CborValue> get(long label) {
      return Optional.ofNullable(entries.get(new Int(label)));
    }

    /**
     * The value of a text key.
     *
     * @param name the key
     * @return the value, or empty
     */
    public Optional<CborValue> get(String name) {
      return Optional.ofNullable(entries.get(new Text(name)));
    }
  }

  /**
   * A tagged item.
   *
   * @param tag 0 or more
   * @param item what is tagged
   */
  record Tagged(long tag, CborValue item) implements CborValue {}

  /** The simple values that are supported. */
  enum Simple implements CborValue {
    /** false, 0xf4. */
    FALSE,
    /** true, 0xf5. */
    TRUE,
    /** null, 0xf6. */
    NULL,
    /** undefined, 0xf7. */
    UNDEFINED
  }
}
