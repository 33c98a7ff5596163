package org.depinsdk.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The modules of docs/architecture.md: a table and a graph, made from the poms. */
final class ModulePage {
  static final Path FILE = BuildModule.root().resolve("docs/architecture.md");

  private static final String BEGIN = "<!-- modules: generated from the build -->\n";
  private static final String END = "<!-- end of modules -->\n";

  private ModulePage() {}

  /** What the page says now. */
  static String found() {
    String page = BuildModule.read(FILE);
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalStateException(FILE + " lacks the lines " + BEGIN + END);
    }
    return page.substring(begin + BEGIN.length(), end);
  }

  /** Writes what the build says. */
  static void write() throws java.io.IOException {
    String page = BuildModule.read(FILE);
    Files.writeString(FILE, page.replace(BEGIN + found() + END, BEGIN + expected() + END));
  }

  /** What the build says. */
  static String expected() {
    StringBuilder page = new StringBuilder();
    page.append("| folder | jar | Java module | holds | libraries |\n|---|---|---|---|---|\n");
    for (BuildModule module : BuildModule.all()) {
      String libraries = module.dependencies().stream()
          .filter(d -> !d.ours())
          .map(d -> d.artifactId() + (d.optional() ? " (optional)" : ""))
          .distinct()
          .collect(Collectors.joining(", "));
      page.append("| `").append(module.path()).append("` | `").append(module.artifactId());
      page.append("` | ").append(module.moduleName().orElse(""));
      page.append(" | ").append(module.description()).append(" | ").append(libraries);
      page.append(" |\n");
    }
    page.append(
        "\nAn arrow says that a jar needs another to run. What it needs through another is left out.\n");
    page.append("\n```mermaid\ngraph BT\n");
    for (BuildModule module : BuildModule.sdk()) {
      page.append("  ").append(name(module.artifactId())).append('\n');
      direct(module)
          .forEach(needed -> page.append("  ")
              .append(name(module.artifactId()) + " --> " + name(needed))
              .append('\n'));
    }
    return page.append("```\n").toString();
  }

  // without what another of its modules needs already
  private static List<String> direct(BuildModule module) {
    List<String> needed = module.dependencies().stream()
        .filter(BuildModule.Dependency::ours)
        .map(BuildModule.Dependency::artifactId)
        .toList();
    return needed.stream()
        .filter(one -> BuildModule.all().stream()
            .filter(other ->
                needed.contains(other.artifactId()) && !other.artifactId().equals(one))
            .noneMatch(other -> other.closure().contains(one)))
        .toList();
  }

  private static String name(String artifactId) {
    return artifactId.replace("depin-sdk-", "");
  }
}
