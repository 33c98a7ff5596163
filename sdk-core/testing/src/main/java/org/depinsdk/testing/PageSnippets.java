package org.depinsdk.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks that the Java which a page of the documentation shows stands in a file that compiles, named in a comment above it. */
public final class PageSnippets {
  private static final Pattern SNIPPET =
      Pattern.compile("<!-- from (\\S+) -->\\n```java\\n(.*?)```", Pattern.DOTALL);

  private PageSnippets() {}

  /**
   * Checks all Java of a page.
   *
   * @param page the page's path in the project, for example {@code docs/hardware.md}
   * @return how many snippets it shows
   * @throws IOException if the page or a file that it names cannot be read
   * @throws AssertionError if a snippet names no file, or is not in it
   */
  public static int check(String page) throws IOException {
    Path root = root();
    String text = Files.readString(root.resolve(page));
    int shown = 0;
    for (Matcher snippet = SNIPPET.matcher(text); snippet.find(); shown++) {
      String source = Files.readString(root.resolve(snippet.group(1)));
      if (!squeezed(source).contains(squeezed(snippet.group(2)))) {
        throw new AssertionError(
            snippet.group(1) + " has not what " + page + " shows of it:\n" + snippet.group(2));
      }
    }
    int all = text.split("```java", -1).length - 1;
    if (all != shown) {
      throw new AssertionError(page + " names the source of " + shown + " of " + all + " snippets");
    }
    return shown;
  }

  private static Path root() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("sdk-hardware"))) {
        return at;
      }
    }
    throw new IllegalStateException("no folder above has sdk-hardware in it");
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\s+", " ").strip();
  }
}
