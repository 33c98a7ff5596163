package org.depinsdk.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.ScoreType;
import org.junit.jupiter.api.Test;

/** Generates {@code docs/proofs.md} from the code, so that what is written once is never written twice. */
class CatalogueTest {
  private static final Path PROOFS = BuildModule.root().resolve("sdk-proofs/proofs");
  private static final Path PAGE = BuildModule.root().resolve("docs/proofs.md");
  private static final Path EXAMPLE = BuildModule.root()
      .resolve("examples/first-verifier/src/main/java/org/depinsdk/examples/first")
      .resolve("PingVerifier.java");
  private static final Pattern CLASS =
      Pattern.compile("(?s)/\\*\\*((?:(?!\\*/).)*)\\*/\\s*public final class (\\w+)Verifier ");
  private static final Pattern CODE = Pattern.compile(
      "(?s)/\\*\\*((?:(?!\\*/).)*)\\*/\\s*public static final ReasonCode \\w+ =\\s*new ReasonCode\\(\"([^\"]+)\"");
  private static final Pattern CONSTANT = Pattern.compile(
      "(?s)/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:public )?static final (?:int|long|Duration) (\\w+) =\\s*([^;]+);");

  @Test
  void pageIsWhatTheCodeSays() throws IOException {
    isWritten(PAGE, page());
  }

  private static void isWritten(Path file, String text) throws IOException {
    if (Boolean.getBoolean("depin.write-docs")) {
      Files.writeString(file, text);
    }
    assertThat(read(file))
        .as(file + " is generated: run this test with -Ddepin.write-docs=true")
        .isEqualTo(text);
  }

  @Test
  void everyVerifierIsInIt() {
    for (ProofVerifier<?> verifier : verifiers()) {
      assertThat(page()).contains("\n## `" + verifier.kind() + "`\n");
    }
  }

  /** Those of the SDK. */
  private static List<ProofVerifier<?>> verifiers() {
    return ProofVerifiers.load().all().stream()
        .filter(verifier -> sourceOf(verifier).isPresent())
        .<ProofVerifier<?>>map(verifier -> verifier)
        .toList();
  }

  private static String page() {
    StringBuilder out = new StringBuilder("""
        # The proofs

        This page is generated from the code of `sdk-proofs`; a test compares the two. Each verifier has its rule, its settings and
        tables, its evidence, the constants with their sources and its reason codes. Reason codes never change their meaning.

        A setting is part of a policy, which keeps its id from epoch to epoch. In a name that starts with `*.`, the star stands for
        any key: `temperature.max` is one of `*.max`. Durations are written as in ISO 8601. A policy with a setting that no verifier
        knows, or with a value of another type, is refused before an epoch opens. A table is what a network publishes for an epoch; a
        row that cannot be read is left out and noted among the faults of the epoch.
        """);
    for (ProofVerifier<?> verifier : verifiers()) {
      describe(verifier, out);
    }
    out.append('\n').append(read(PROOFS.resolve("src/docs/around-the-verifiers.md")));
    out.append("\n| code | meaning |\n|---|---|\n");
    for (String name : List.of(
        "composition/CompositionReasons",
        "sanctions/SanctionReasons",
        "MalformedEvidenceException",
        "SaturatingSum")) {
      codes(read(PROOFS.resolve("src/main/java/org/depinsdk/proofs/" + name + ".java")), out);
    }
    out.append('\n').append(read(PROOFS.resolve("src/docs/writing-a-verifier.md")));
    out.append('\n').append(example());
    return out.toString();
  }

  private static String example() {
    String source = read(EXAMPLE);
    return "```java\n" + source.substring(source.indexOf("/**")) + "```\n";
  }

  private static void describe(ProofVerifier<?> verifier, StringBuilder out) {
    String name = verifier.kind().text().replaceAll("/.*", "");
    Path source = sourceOf(verifier).orElseThrow();
    Path folder = source.getParent();
    out.append("\n## `").append(verifier.kind()).append("`\n\n");
    Matcher type = CLASS.matcher(read(source));
    assertThat(type.find()).as("javadoc of " + verifier.getClass()).isTrue();
    out.append(markdown(type.group(1)))
        .append("\n\nThe score is ")
        .append(
            verifier.scoreType().nature() == ScoreType.Nature.QUANTITY
                ? "a quantity: summed over the groups of a device and split between its owners."
                : "an attribute of the device: never summed and never split.")
        .append('\n');
    describeSettings(verifier, out);
    out.append("\n### Evidence\n\n```proto\n");
    String proto = read(proto(source, name));
    out.append(proto.substring(proto.indexOf("//")).strip()).append("\n```\n");
    StringBuilder constants = new StringBuilder();
    StringBuilder codes = new StringBuilder();
    for (Path file : files(folder)) {
      String code = read(file);
      codes(code, codes);
      String owner = file.getFileName().toString().replace(".java", "");
      Matcher constant = CONSTANT.matcher(code);
      while (constant.find()) {
        constants
            .append("| `")
            .append(owner)
            .append('.')
            .append(constant.group(2))
            .append("` | `")
            .append(constant.group(3).strip())
            .append("` | ")
            .append(oneLine(constant.group(1)))
            .append(" |\n");
      }
    }
    if (!constants.isEmpty()) {
      out.append("\n### Constants\n\n| name | value | meaning and source |\n|---|---|---|\n");
      out.append(constants);
    }
    assertThat(codes).as("reason codes of " + name).isNotEmpty();
    out.append("\n### Reason codes\n\n| code | meaning |\n|---|---|\n").append(codes);
  }

  private static void describeSettings(ProofVerifier<?> verifier, StringBuilder out) {
    out.append("\n### Settings\n\n| name | type | default | meaning |\n|---|---|---|---|\n");
    verifier
        .settings()
        .all()
        .forEach(setting -> out.append("| `")
            .append(setting.name())
            .append("` | ")
            .append(setting.type())
            .append(" | ")
            .append(setting.shown())
            .append(" | ")
            .append(setting.description())
            .append(" |\n"));
    if (!verifier.tables().isEmpty()) {
      out.append("\n### Tables\n\n| name | rows | meaning |\n|---|---|---|\n");
      verifier
          .tables()
          .forEach(table -> out.append("| `")
              .append(table.name())
              .append("` | ")
              .append(table.columns())
              .append(" | ")
              .append(table.description())
              .append(" |\n"));
    }
  }

  private static Optional<Path> sourceOf(ProofVerifier<?> verifier) {
    String file = verifier.getClass().getName().replace('.', '/') + ".java";
    return BuildModule.sdk().stream()
        .map(module -> module.folder().resolve("src/main/java").resolve(file))
        .filter(Files::exists)
        .findFirst();
  }

  private static Path proto(Path source, String name) {
    Path main = source;
    while (!main.endsWith("main")) {
      main = main.getParent();
    }
    try (Stream<Path> files = Files.walk(main.resolve("proto"))) {
      return files.filter(f -> f.endsWith(name + ".proto")).findFirst().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void codes(String source, StringBuilder out) {
    Matcher code = CODE.matcher(source);
    while (code.find()) {
      out.append("| `")
          .append(code.group(2))
          .append("` | ")
          .append(oneLine(code.group(1)))
          .append(" |\n");
    }
  }

  private static String oneLine(String javadoc) {
    return markdown(javadoc)
        .replace('\n', ' ')
        .replaceAll(" +", " ")
        .replace("|", "\\|")
        .strip();
  }

  private static String markdown(String javadoc) {
    return javadoc
        .replaceAll("(?m)^[ \\t]*\\* ?", "")
        .replaceAll("(?s)\\{@(?:code|value)\\s+([^}]*)\\}", "`$1`")
        .replaceAll("(?s)\\{@link\\s+#?([^}]*)\\}", "`$1`")
        .replaceAll("</?su[pb]>", "^")
        .replaceAll("(?m)^[ \\t]*<p>", "")
        .replaceAll("(?m)^[ \\t]*</?ul>[ \\t]*", "")
        .replaceAll("(?m)^[ \\t]*<li>", "- ")
        .replaceAll("\n{3,}", "\n\n")
        .strip();
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(
          files.filter(f -> f.toString().endsWith(".java")).sorted().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
