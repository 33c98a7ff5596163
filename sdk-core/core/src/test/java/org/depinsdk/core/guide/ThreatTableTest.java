package org.depinsdk.core.guide;

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
import org.junit.jupiter.api.Test;

/** The threat table of SECURITY.md: every threat is there, and every test that it names exists. */
class ThreatTableTest {
  private static final int THREATS = 21;
  private static final Pattern ROW = Pattern.compile("(?m)^\\| T(\\d+) \\|(.*)\\|(.*)\\|$");
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  @Test
  void everyThreatHasATestOrAReason() throws IOException {
    Path root = IdentityGuideTest.root();
    Map<String, String> tests = tests(root);
    List<Integer> numbers = new ArrayList<>();
    int named = 0;
    for (Matcher row = ROW.matcher(Files.readString(root.resolve("SECURITY.md"))); row.find(); ) {
      numbers.add(Integer.parseInt(row.group(1)));
      String answer = row.group(3);
      boolean anyNamed = false;
      for (Matcher test = NAMED.matcher(answer); test.find(); named++) {
        anyNamed = true;
        assertThat(tests.getOrDefault(test.group(1), ""))
            .as("T%s names %s", row.group(1), test.group())
            .contains("class " + test.group(1) + " ")
            .contains(" void " + test.group(2) + "(");
      }
      assertThat(anyNamed || answer.contains("**Not in software**"))
          .as("T%s has a test or says why not", row.group(1))
          .isTrue();
    }
    assertThat(numbers).hasSize(THREATS).doesNotHaveDuplicates().isSorted();
    assertThat(numbers.get(THREATS - 1)).isEqualTo(THREATS);
    assertThat(named).isGreaterThan(THREATS);
  }

  private static Map<String, String> tests(Path root) throws IOException {
    Map<String, String> tests = new TreeMap<>();
    for (String folder :
        List.of("sdk-core", "sdk-proofs", "sdk-rewards", "sdk-hardware", "examples")) {
      try (Stream<Path> files = Files.walk(root.resolve(folder))) {
        for (Path file : files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
          String name = file.getFileName().toString().replace(".java", "");
          tests.merge(name, Files.readString(file), String::concat);
        }
      }
    }
    return tests;
  }
}
