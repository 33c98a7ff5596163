package org.depinsdk.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
    for (Path file : sources()) {
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

  private static List<Path> sources() throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(root.resolve("sdk-core"))) {
      root = root.getParent();
    }
    List<Path> all = new ArrayList<>();
    for (String room : new String[] {
      "sdk-core/core", "sdk-core/geo", "sdk-core/accel", "sdk-proofs", "sdk-rewards", "sdk-hardware"
    }) {
      try (Stream<Path> files = Files.walk(root.resolve(room))) {
        files
            .filter(f -> f.toString().replace('\\', '/').contains("src/main/java/"))
            .filter(f -> f.toString().endsWith(".java"))
            .filter(f -> !f.toString().contains("internal"))
            .forEach(all::add);
      }
    }
    return all;
  }
}
