package org.depinsdk.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages lead where they say, and quote what the code says. */
class PagesTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]*)(?:#([^)\\s]+))?\\)");
  private static final Pattern WHOLE =
      Pattern.compile("<!-- whole (\\S+) -->\\n```\\w+\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("\\w+");
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern TYPE = Pattern.compile("(?<![\\w:*-])[A-Z][a-z][a-z0-9]*[A-Z]\\w*");
  private static final Pattern QUOTED = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

  @Test
  void everyLinkOfThePagesLeadsSomewhere() {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path page : pages()) {
      Matcher link = LINK.matcher(read(page));
      for (; link.find(); links++) {
        if (link.group(1).contains("://")) {
          continue;
        }
        Path target =
            link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1)).normalize();
        boolean leads = Files.exists(target)
            && (link.group(2) == null || anchors(target).contains(link.group(2)));
        if (!leads) {
          broken.add(BuildModule.root().relativize(page) + ": " + link.group());
        }
      }
    }
    assertThat(links).isGreaterThan(100);
    assertThat(broken).isEmpty();
  }

  @Test
  void theIndexNamesEveryPage() {
    Path docs = BuildModule.root().resolve("docs");
    String index = read(docs.resolve("README.md"));
    assertThat(pages())
        .filteredOn(page -> page.startsWith(docs) && !page.endsWith("README.md"))
        .isNotEmpty()
        .allSatisfy(page -> assertThat(index).contains("](" + docs.relativize(page)));
  }

  @Test
  void whatAPageShowsAsAWholeFileIsThatFile() {
    int count = 0;
    for (Path page : pages()) {
      Matcher whole = WHOLE.matcher(read(page));
      for (; whole.find(); count++) {
        assertThat(whole.group(2))
            .as(page + ": " + whole.group(1))
            .isEqualTo(read(BuildModule.root().resolve(whole.group(1))));
      }
    }
    assertThat(count).isPositive();
  }

  /** Types in code quotes; what has a colon or a star in front belongs to somebody else. OCPP's names are its own. */
  @Test
  void everyTypeThatAPageNamesExists() throws IOException {
    Set<String> known = new HashSet<>();
    try (Stream<Path> files = Files.walk(BuildModule.root())) {
      files
          .filter(file -> file.toString().matches(".*\\.(java|proto|yml)"))
          .filter(file -> !file.toString().contains("/target/"))
          .forEach(
              file -> WORD.matcher(read(file)).results().forEach(word -> known.add(word.group())));
    }
    List<String> unknown = new ArrayList<>();
    int count = 0;
    for (Path page : pages()) {
      if (page.endsWith("ev-charging.md")) {
        continue;
      }
      for (MatchResult code : CODE.matcher(read(page)).results().toList()) {
        for (MatchResult type : TYPE.matcher(code.group(1)).results().toList()) {
          count++;
          if (!known.contains(type.group())) {
            unknown.add(page.getFileName() + ": " + type.group());
          }
        }
      }
    }
    assertThat(count).isGreaterThan(300);
    assertThat(unknown).isEmpty();
  }

  @Test
  void theReadmeIsShort() {
    assertThat(read(BuildModule.root().resolve("README.md")).lines().count()).isLessThan(150);
  }

  /** Strings that a line break divides in the code are one here; what a message fills in is an ellipsis on the page. */
  @Test
  void theCodeSaysEveryMessageOfTroubleshooting() {
    String code = BuildModule.all().stream()
        .flatMap(module -> module.sources().stream())
        .map(PagesTest::read)
        .collect(Collectors.joining("\n"))
        .replaceAll("\"\\s*\\+\\s*\"", "")
        .replace("\\\"", "\"");
    Matcher message = QUOTED.matcher(read(BuildModule.root().resolve("docs/troubleshooting.md")));
    int count = 0;
    for (; message.find(); count++) {
      for (String part : message.group(1).split("…")) {
        assertThat(code.contains(part)).as("in the code: " + part).isTrue();
      }
    }
    assertThat(count).isGreaterThan(25);
  }

  private static List<Path> pages() {
    Path root = BuildModule.root();
    try (Stream<Path> docs = Files.walk(root.resolve("docs"));
        Stream<Path> top = Files.list(root)) {
      return Stream.concat(top, docs)
          .filter(page -> page.toString().endsWith(".md"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a link may name in a page: its headings as GitHub makes anchors of them. */
  private static List<String> anchors(Path page) {
    return read(page)
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9 _-]", "")
            .replace(' ', '-'))
        .toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
