package org.depinsdk.hardware.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The code that docs/hardware.md shows is code that compiles and runs here. */
class DocsTest {
  private static final Pattern SNIPPET =
      Pattern.compile("<!-- from (\\S+) -->\\n```java\\n(.*?)```", Pattern.DOTALL);

  @Test
  void everySnippetStandsInAFileOfTheTests() throws Exception {
    Path root = root();
    String page = Files.readString(root.resolve("docs/hardware.md"));
    int shown = 0;
    for (Matcher snippet = SNIPPET.matcher(page); snippet.find(); shown++) {
      Path source = root.resolve(snippet.group(1));
      assertThat(squeezed(Files.readString(source)))
          .as("%s has what docs/hardware.md shows of it", source)
          .contains(squeezed(snippet.group(2)));
    }
    assertThat(shown).isGreaterThanOrEqualTo(4);
    assertThat(page.split("```java", -1)).as("each with its source").hasSize(shown + 1);
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
