package org.depinsdk.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.depinsdk.conformance.Conformance;
import org.junit.jupiter.api.Test;

/** Every public type and method of a released jar says what it is. Doclint checks that what is said is well formed. */
class DocumentationTest {
  private static final Pattern PUBLIC = Pattern.compile(
      "^\\s*public\\s+(?!.*\\b(?:package|import)\\b)(?:static\\s+|final\\s+|abstract\\s+|sealed\\s+|non-sealed\\s+|synchronized\\s+)*"
          + "(?:class|interface|record|enum|@interface|[\\w<>\\[\\],.?& ]+\\s+\\w+\\s*\\(|\\w+\\s*\\().*");
  private static final Pattern COMPACT = Pattern.compile("^\\s*public \\w+ \\{$");

  private static final Pattern NAMED_TEST = Pattern.compile("`(\\w+)#(\\w+)`");

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

  /** The tables of docs/testing.md name tests that exist. */
  @Test
  void everyTestThatThePageNamesExists() throws IOException {
    Map<String, String> tests = new TreeMap<>();
    for (Path file : testSources()) {
      tests.merge(file.getFileName().toString(), Files.readString(file), String::concat);
    }
    Matcher named =
        NAMED_TEST.matcher(Files.readString(BuildModule.root().resolve("docs/testing.md")));
    int count = 0;
    for (; named.find(); count++) {
      assertThat(tests.getOrDefault(named.group(1) + ".java", ""))
          .as(named.group())
          .containsPattern("\\b(?:class|interface) " + named.group(1) + "\\b")
          .contains(" " + named.group(2) + "(");
    }
    assertThat(count).isPositive();
  }

  /** A table that no test reads would stand there without meaning. */
  @Test
  void everyConformanceTableIsReadByATest() throws IOException {
    StringBuilder tests = new StringBuilder();
    for (Path file : testSources()) {
      tests.append(Files.readString(file));
    }
    assertThat(Conformance.tables())
        .filteredOn(name -> tests.indexOf("\"" + name + "\"") < 0)
        .isEmpty();
  }

  private static List<Path> testSources() throws IOException {
    try (Stream<Path> files = Files.walk(BuildModule.root())) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().contains("/src/test/")
              || file.toString().contains("testkit/src/main/"))
          .toList();
    }
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
