package org.depinsdk.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.depinsdk.kit.Commands;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The commands of {@code ./run}: their page, from which {@code --help} is shown, and what all of them keep. */
class CommandsPageTest {
  private static final Path PAGE = BuildModule.root().resolve("docs/commands.md");
  private static final Pattern STARTED = Pattern.compile(
      "(?m)^ *(?:[\\w| -]+\\))?(?: JAVA_FLAGS=.* &&)?\\s*java_run \\S+ (org\\.depinsdk\\.[\\w.]+)");
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");

  /** Commands that print no table. */
  private static final Set<String> WITHOUT_TABLES = Set.of(
      "report",
      "check-log",
      "check-receipts",
      "check-proof",
      "witness",
      "challenger",
      "manufacture init",
      "copy-bundles",
      "manufacture certify",
      "manufacture revoke",
      "manufacture lists",
      "admin status",
      "admin activate",
      "admin suspend",
      "admin revoke",
      "admin sanction",
      "admin rewards",
      "admin backup",
      "admin retention",
      "admin drain");

  @Test
  void thePageIsTheHelpOfEveryCommand() throws Exception {
    StringBuilder page = new StringBuilder("""
        # The commands

        This page is generated from the commands, and a test compares the two; `./run COMMAND --help` shows its part of it. A
        command that prints tables prints them as JSON with `--json` and as CSV with `--csv`. Colours are left out where `NO_COLOR`
        is set, and progress is shown on a terminal alone. The exit code is 0 if a command did what it was asked, 1 if the answer
        is no, 2 if it could not be done, and 130 after Ctrl-C.
        """);
    all().forEach((name, line) -> {
      page.append("\n## ").append(name).append("\n\n");
      line.getUsageMessage(Ansi.OFF)
          .lines()
          .forEach(text -> page.append(("    " + text).stripTrailing()).append('\n'));
    });
    if (Boolean.getBoolean("depin.write-docs")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE))
        .as(PAGE + " is generated: run this test with -Ddepin.write-docs=true")
        .isEqualTo(page.toString());
    assertThat(page.toString().lines().skip(6)).allMatch(text -> text.length() <= 84);
  }

  @Test
  void whatPrintsATableHasJsonAndCsvAndNotBothAtOnce() throws Exception {
    int checked = 0;
    for (Map.Entry<String, CommandLine> command : all().entrySet()) {
      Map<String, ?> options = command.getValue().getCommandSpec().optionsMap();
      boolean tables = !WITHOUT_TABLES.contains(command.getKey())
          && command.getValue().getCommandSpec().userObject()
              instanceof java.util.concurrent.Callable;
      if (tables) {
        checked++;
        assertThat(options).as(command.getKey()).containsKeys("--json", "--csv");
        assertThat(refusal(command.getValue()))
            .as(command.getKey())
            .startsWith("Error: --json, --csv are mutually exclusive");
      }
    }
    assertThat(checked).isGreaterThanOrEqualTo(10);
  }

  @Test
  void everyCommandOfTheExamplesIsStartedByRun() throws Exception {
    Set<String> shown = all().values().stream()
        .map(line -> line.getCommandSpec().userObject().getClass().getName())
        .collect(Collectors.toSet());
    started().forEach(shown::add);
    assertThat(shown).containsAll(annotated()).hasSizeGreaterThan(15);
  }

  private static String refusal(CommandLine line) {
    StringWriter err = new StringWriter();
    List<String> args = new ArrayList<>(List.of("--json", "--csv"));
    line.getCommandSpec().options().stream()
        .filter(option -> option.required() && option.group() == null)
        .forEach(option -> args.addAll(List.of(option.longestName(), "1")));
    line.getCommandSpec().positionalParameters().forEach(one -> args.add("a"));
    CommandLine root = line;
    for (; root.getParent() != null; root = root.getParent()) {
      args.add(0, root.getCommandName());
    }
    root.setErr(new PrintWriter(err, true));
    assertThat(root.execute(args.toArray(String[]::new)))
        .as(line.getCommandName() + " " + args + ": " + err)
        .isEqualTo(Commands.FAILED);
    return err.toString();
  }

  /** Every command of {@code ./run} that is written in Java, by its name, in the order of the script. */
  private static Map<String, CommandLine> all() throws Exception {
    Map<String, CommandLine> all = new LinkedHashMap<>();
    for (String name : started()) {
      CommandLine line = Commands.line(CommandLine.defaultFactory().create(Class.forName(name)));
      add(all, line);
    }
    return all;
  }

  private static void add(Map<String, CommandLine> all, CommandLine line) {
    String name = line.getCommandSpec().qualifiedName();
    if (!name.equals("./run")) {
      all.put(name.replace("./run ", ""), line);
    }
    line.getSubcommands().values().forEach(sub -> add(all, sub));
  }

  private static List<String> started() throws IOException {
    Matcher started = STARTED.matcher(Files.readString(BuildModule.root().resolve("run")));
    return started.results().map(found -> found.group(1)).distinct().toList();
  }

  private static Set<String> annotated() throws IOException {
    try (Stream<Path> files = Files.walk(BuildModule.root().resolve("examples"))) {
      return files
          .filter(file ->
              file.toString().contains("/src/main/java/") && file.toString().endsWith(".java"))
          .filter(file -> read(file).contains("\n@Command("))
          .map(CommandsPageTest::className)
          .collect(Collectors.toSet());
    }
  }

  private static String className(Path file) {
    Matcher name = PACKAGE.matcher(read(file));
    assertThat(name.find()).isTrue();
    return name.group(1) + "." + file.getFileName().toString().replace(".java", "");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
