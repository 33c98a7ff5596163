package org.depinsdk.epoch.store;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.depinsdk.epoch.BundleManifest;
import org.depinsdk.epoch.CompensationFiles;

/**
 * The name of a bundle, or of a compensation that is paid between two: {@code epoch-7}, {@code compensation-8}. They are ordered as
 * they follow each other: a compensation comes before the epoch that goes on from it.
 *
 * @param epoch the bundle's epoch, or the one that goes on from the compensation
 * @param isCompensation whether it is that of a compensation
 */
public record BundleName(long epoch, boolean isCompensation) implements Comparable<BundleName> {
  private static final Pattern FORM = Pattern.compile("(epoch|compensation)-(0|[1-9][0-9]{0,17})");
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Comparator<BundleName> ORDER =
      Comparator.comparingLong(BundleName::epoch).thenComparing(name -> !name.isCompensation());

  /**
   * A bundle.
   *
   * @param epoch its epoch
   * @return its name
   */
  public static BundleName ofEpoch(long epoch) {
    return new BundleName(epoch, false);
  }

  /**
   * Reads a name.
   *
   * @param name any name
   * @return empty if it is none of a bundle or a compensation
   */
  public static Optional<BundleName> parse(String name) {
    Matcher form = FORM.matcher(name);
    return form.matches()
        ? Optional.of(
            new BundleName(Long.parseLong(form.group(2)), form.group(1).equals("compensation")))
        : Optional.empty();
  }

  /**
   * Whether a file of a bundle may have a name: none that leads elsewhere.
   *
   * @param name any name
   * @return true for letters, digits, dots, underlines and hyphens that begin with a letter or digit, 100 at most
   */
  public static boolean isFile(String name) {
    return FILE.matcher(name).matches();
  }

  /**
   * The file that is created last and read first: without it there is no such bundle or compensation.
   *
   * @return the manifest, or the record of a compensation
   */
  public String last() {
    return isCompensation ? CompensationFiles.RECORD : BundleManifest.FILE;
  }

  @Override
  public int compareTo(BundleName other) {
    return ORDER.compare(this, other);
  }

  /**
   * The name of the folder.
   *
   * @return {@code epoch-7}, {@code compensation-8}
   */
  @Override
  public String toString() {
    return (isCompensation ? "compensation-" : "epoch-") + epoch;
  }
}
