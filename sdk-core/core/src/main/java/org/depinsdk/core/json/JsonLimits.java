package org.depinsdk.core.json;

/**
 * What a document may have at most. Begin with {@link #DEFAULT} and change what the document's format says:
 * {@code JsonLimits.DEFAULT.withDepth(5).withNumberLength(40)}.
 */
public final class JsonLimits {
  /**
   * 1 MiB, 32 levels, 100,000 values, strings as long as the document, names of 1,000 and numbers of 100 characters: enough
   * for every document of the SDK that somebody else sends.
   */
  public static final JsonLimits DEFAULT =
      new JsonLimits(1 << 20, 32, 100_000, Integer.MAX_VALUE, 1000, 100);

  /** The reader calls itself once for each level. */
  private static final int DEEPEST = 500;

  private final int length;
  private final int depth;
  private final int values;
  private final int stringLength;
  private final int nameLength;
  private final int numberLength;

  private JsonLimits(
      int length, int depth, int values, int stringLength, int nameLength, int numberLength) {
    if (length < 1
        || depth < 0
        || depth > DEEPEST
        || values < 1
        || stringLength < 0
        || nameLength < 0
        || numberLength < 1) {
      throw new IllegalArgumentException(
          "limits are positive and the depth is 0 to " + DEEPEST + ", not length " + length
              + ", depth " + depth + ", values " + values + ", string length " + stringLength
              + ", name length " + nameLength + ", number length " + numberLength);
    }
    this.length = length;
    this.depth = depth;
    this.values = values;
    this.stringLength = stringLength;
    this.nameLength = nameLength;
    this.numberLength = numberLength;
  }

  /**
   * Limits the document.
   *
   * @param max bytes of UTF-8, or UTF-16 code units if the document comes as a string
   * @return new limits
   */
  public JsonLimits withLength(int max) {
    return new JsonLimits(max, depth, values, stringLength, nameLength, numberLength);
  }

  /**
   * Limits the nesting.
   *
   * @param max levels of objects and arrays, at most 500; 1 allows an object of scalars
   * @return new limits
   */
  public JsonLimits withDepth(int max) {
    return new JsonLimits(length, max, values, stringLength, nameLength, numberLength);
  }

  /**
   * Limits the values of a document, those inside others included.
   *
   * @param max how many
   * @return new limits
   */
  public JsonLimits withValues(int max) {
    return new JsonLimits(length, depth, max, stringLength, nameLength, numberLength);
  }

  /**
   * Limits each string.
   *
   * @param max UTF-16 code units
   * @return new limits
   */
  public JsonLimits withStringLength(int max) {
    return new JsonLimits(length, depth, values, max, nameLength, numberLength);
  }

  /**
   * Limits each name of a member.
   *
   * @param max UTF-16 code units
   * @return new limits
   */
  public JsonLimits withNameLength(int max) {
    return new JsonLimits(length, depth, values, stringLength, max, numberLength);
  }

  /**
   * Limits each number as it is written.
   *
   * @param max characters
   * @return new limits
   */
  public JsonLimits withNumberLength(int max) {
    return new JsonLimits(length, depth, values, stringLength, nameLength, max);
  }

  int length() {
    return length;
  }

  int depth() {
    return depth;
  }

  int values() {
    return values;
  }

  int stringLength() {
    return stringLength;
  }

  int nameLength() {
    return nameLength;
  }

  int numberLength() {
    return numberLength;
  }
}
