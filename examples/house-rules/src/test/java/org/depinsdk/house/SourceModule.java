package org.depinsdk.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A module with main code. Modules are found on the disk, so a new one is checked from its first day. */
record SourceModule(String artifactId, Path folder) {
  private static final Pattern ARTIFACT_ID =
      Pattern.compile("</parent>\\s*<artifactId>([^<]+)</artifactId>");

  /** Every module below the {@code sdk-*} folders. */
  static List<SourceModule> all() {
    return Stream.of("sdk-core", "sdk-proofs", "sdk-rewards", "sdk-hardware")
        .flatMap(top -> find(root().resolve(top), path -> path.endsWith("src/main/java")).stream())
        .map(sources -> of(sources.getParent().getParent().getParent()))
        .toList();
  }

  /** The module's source files. */
  List<Path> sources() {
    return find(folder.resolve("src/main/java"), path -> path.toString().endsWith(".java"));
  }

  /** The packages that have at least one type. */
  Set<String> packages() {
    Path base = folder.resolve("src/main/java");
    return sources().stream()
        .filter(file -> !file.endsWith("package-info.java") && !file.endsWith("module-info.java"))
        .map(file ->
            base.relativize(file.getParent()).toString().replace('\\', '/').replace('/', '.'))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * What the module's packages may begin with: {@code depin-sdk-claims-evm} has {@code org.depinsdk.claims.evm}, a jar of a
   * folder's family may put the family in front, and {@code depin-sdk-driver-ocpp} has {@code org.depinsdk.hardware.ocpp}.
   */
  List<String> packageRoots() {
    String words = artifactId.replaceFirst("^depin-sdk-(driver-)?", "").replace('-', '.');
    String family = root().relativize(folder).getName(0).toString().replaceFirst("^sdk-", "");
    return artifactId.startsWith("depin-sdk-driver-") || artifactId.startsWith("depin-sdk-bridge-")
        ? List.of("org.depinsdk." + family + "." + words)
        : List.of("org.depinsdk." + words, "org.depinsdk." + family + "." + words);
  }

  private static SourceModule of(Path folder) {
    try {
      Matcher artifactId = ARTIFACT_ID.matcher(Files.readString(folder.resolve("pom.xml")));
      if (!artifactId.find()) {
        throw new IllegalStateException(
            folder + "/pom.xml: expected an artifactId after the parent");
      }
      return new SourceModule(artifactId.group(1), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> find(Path folder, Predicate<Path> wanted) {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(wanted).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The repository. */
  static Path root() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(root.resolve("sdk-core"))) {
      root = root.getParent();
    }
    return root;
  }
}
