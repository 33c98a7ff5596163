package org.depinsdk.transparency.tile;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.internal.Strict;

/**
 * Where a tile or an entry bundle is.
 *
 * @param level 0 to 63 for a tile of hashes, {@link #ENTRIES} for a bundle of entries
 * @param index which one of its level, from 0
 * @param width how many hashes or entries it has, 1 to 256; fewer than 256 if it is partial
 */
public record TilePath(int level, long index, int width) {
  /** How many hashes a full tile has, and how many entries a full bundle. */
  public static final int FULL = 256;

  /** The level of entry bundles. */
  public static final int ENTRIES = -1;

  private static final int MAX_LEVEL = 63;
  private static final Pattern FORM = Pattern.compile(
      "tile/(0|[1-9][0-9]?|entries)/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

  /**
   * A path.
   *
   * @throws IllegalArgumentException if there is no such tile
   */
  public TilePath {
    if (level < ENTRIES || level > MAX_LEVEL || index < 0 || width < 1 || width > FULL) {
      throw new IllegalArgumentException(
          "no tile " + index + " of level " + level + " and width " + width);
    }
  }

  /**
   * Reads a path.
   *
   * @param path as {@link #toString} writes it
   * @return the path
   * @throws TransparencyException if it has another form
   */
  public static TilePath parse(String path) throws TransparencyException {
    Matcher matcher = FORM.matcher(path);
    if (!matcher.matches()) {
      throw malformed(path);
    }
    int level = matcher.group(1).equals("entries") ? ENTRIES : Integer.parseInt(matcher.group(1));
    String digits = matcher.group(2).replaceAll("[x/]", "");
    // the first group of three is 000 in the path of a tile below 1000 only
    if (level > MAX_LEVEL || (digits.length() > 3 && digits.startsWith("000"))) {
      throw malformed(path);
    }
    String plain = digits.replaceFirst("^0{1,2}(?=.)", "");
    int width = matcher.group(3) == null ? FULL : Integer.parseInt(matcher.group(3));
    if (matcher.group(3) != null && width >= FULL) {
      throw malformed(path);
    }
    return new TilePath(level, Strict.decimal(plain, "index of a tile"), width);
  }

  private static TransparencyException malformed(String path) {
    return TransparencyException.malformed(
        "a tile is tile/LEVEL/INDEX or tile/entries/INDEX with .p/WIDTH if it is partial, not "
            + Strict.shown(path));
  }

  /**
   * The full tile in whose place this one stands.
   *
   * @return the same path with width 256
   */
  public TilePath full() {
    return new TilePath(level, index, FULL);
  }

  /**
   * Whether it has less than 256 hashes or entries.
   *
   * @return true if so
   */
  public boolean isPartial() {
    return width < FULL;
  }

  /** The path: {@code tile/LEVEL/INDEX[.p/WIDTH]}, the index in groups of three digits. */
  @Override
  public String toString() {
    String groups = threeDigits(index % 1000);
    for (long rest = index / 1000; rest > 0; rest /= 1000) {
      groups = "x" + threeDigits(rest % 1000) + "/" + groups;
    }
    return "tile/" + (level == ENTRIES ? "entries" : Integer.toString(level)) + "/" + groups
        + (isPartial() ? ".p/" + width : "");
  }

  private static String threeDigits(long number) {
    return Long.toString(1000 + number).substring(1);
  }
}
