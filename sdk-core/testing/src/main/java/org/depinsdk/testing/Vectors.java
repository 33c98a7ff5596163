package org.depinsdk.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Known answers from standards and live networks, read from {@code ../shared/vectors} beside the checkout. Where that
 * folder is absent the calling test is skipped with one line that says so.
 */
public final class Vectors {
  private Vectors() {}

  /**
   * A file or folder of the vectors.
   *
   * @param path below {@code vectors}, for example {@code identity/did-key.json}
   * @return its path
   */
  public static Path path(String path) {
    Path folder = folder();
    Assumptions.assumeTrue(
        folder != null,
        "skipped: no ../shared/vectors beside the checkout, so no known answers from " + path);
    Path file = folder.resolve(path);
    if (!Files.exists(file)) {
      throw new IllegalStateException("no vector file " + path + " in " + folder);
    }
    return file;
  }

  /**
   * The text of a vector file.
   *
   * @param path below {@code vectors}
   * @return its content
   */
  public static String text(String path) {
    try {
      return Files.readString(path(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The files of a folder, sorted by name.
   *
   * @param path below {@code vectors}
   * @param suffix how their names end
   * @return the files
   */
  public static List<Path> files(String path, String suffix) {
    try (Stream<Path> files = Files.list(path(path))) {
      return files
          .filter(f -> f.getFileName().toString().endsWith(suffix))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Prints in the test's output how many known answers were checked.
   *
   * @param path the file
   * @param checked how many cases ran
   * @param leftOut what was not checked and why, empty if nothing was
   */
  public static void report(String path, int checked, String leftOut) {
    System.out.println("vectors: " + path + ": " + checked + " checked"
        + (leftOut.isEmpty() ? "" : ", " + leftOut));
  }

  private static @org.jspecify.annotations.Nullable Path folder() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("sdk-core")) && Files.isDirectory(at.resolve("bom"))) {
        Path folder = at.resolveSibling("shared").resolve("vectors");
        return Files.isDirectory(folder) ? folder : null;
      }
    }
    return null;
  }
}
