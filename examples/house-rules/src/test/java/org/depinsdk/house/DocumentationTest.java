package org.depinsdk.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every public type and method of a released jar says what it is. Doclint checks that what is said is well formed. */
class DocumentationTest {
  private static final Pattern PUBLIC = Pattern.compile(
      "^\\s*public\\s+(?!.*\\b(?:package|import)\\b)(?:static\\s+|final\\s+|abstract\\s+|sealed\\s+|non-sealed\\s+|synchronized\\s+)*"
          + "(?:class|interface|record|enum|@interface|[\\w<>\\[\\],.?& ]+\\s+\\w+\\s*\\(|\\w+\\s*\\().*");
  private static final Pattern COMPACT = Pattern.compile("^\\s*public \\w+ \\{$");

  @Test
  void everyPublicTypeAndMethodHasAComment() throws IOException {
    List<String> bare = new ArrayList<>();
    int files = 0;
    for (Path file : publicSources()) {
      files++;
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (PUBLIC.matcher(lines.get(i)).matches()
            && !COMPACT.matcher(lines.get(i)).matches()
            && !documented(lines, i)) {
          bare.add(file.getFileName() + ":" + (i + 1) + ": " + lines.get(i).strip());
        }
      }
    }
    assertThat(files).isGreaterThan(60);
    assertThat(bare).isEmpty();
  }

  private static boolean documented(List<String> lines, int at) {
    for (int i = at - 1; i >= 0; i--) {
      String line = lines.get(i).strip();
      if (line.startsWith("@Override")) {
        return true;
      }
      if (line.endsWith("*/")) {
        return true;
      }
      if (line.isEmpty() || line.endsWith(";") || line.endsWith("}") || line.endsWith("{")) {
        return false;
      }
    }
    return false;
  }

  private static List<Path> publicSources() {
    return BuildModule.sdk().stream()
        .filter(module -> !module.artifactId().equals("depin-sdk-testing"))
        .flatMap(module -> module.sources().stream())
        .filter(file -> !file.toString().contains("internal"))
        .toList();
  }
}
