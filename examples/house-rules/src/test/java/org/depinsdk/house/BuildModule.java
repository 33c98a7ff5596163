package org.depinsdk.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * A module of the build, as its pom declares it.
 *
 * @param path its folder, from the root of the project, for example {@code sdk-core/core}
 * @param artifactId its name
 * @param description what it holds, in a sentence
 * @param dependencies what it declares itself, tests' aside
 */
record BuildModule(
    String path, String artifactId, String description, List<Dependency> dependencies) {
  /** What a module needs to run. */
  record Dependency(String groupId, String artifactId, boolean optional) {
    boolean ours() {
      return groupId.equals("org.depinsdk");
    }
  }

  private static final Pattern MODULE_NAME = Pattern.compile(
      "(?:^|\\n)(?:open )?module ([\\w.]+)|<Automatic-Module-Name>([\\w.]+)</Automatic-Module-Name>");

  /** Every module with main code, in the order of the build. */
  static List<BuildModule> all() {
    List<BuildModule> modules = new ArrayList<>();
    collect(root(), modules);
    return modules;
  }

  /** Every module with main code, the examples aside. */
  static List<BuildModule> sdk() {
    return all().stream().filter(module -> !module.path.startsWith("examples/")).toList();
  }

  /** Its folder. */
  Path folder() {
    return root().resolve(path);
  }

  /** This module, and every module of the build that it needs to run. */
  Set<String> closure() {
    Set<String> found = new TreeSet<>(Set.of(artifactId));
    List<BuildModule> all = all();
    for (int before = 0; before < found.size(); ) {
      before = found.size();
      all.stream()
          .filter(module -> found.contains(module.artifactId))
          .flatMap(module -> module.dependencies.stream())
          .filter(Dependency::ours)
          .map(Dependency::artifactId)
          .toList()
          .forEach(found::add);
    }
    return found;
  }

  /** The module's source files. */
  List<Path> sources() {
    try (Stream<Path> paths = Files.walk(main())) {
      return paths.filter(path -> path.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The packages that have at least one type. */
  Set<String> packages() {
    return sources().stream()
        .filter(file -> !file.endsWith("package-info.java") && !file.endsWith("module-info.java"))
        .map(file ->
            main().relativize(file.getParent()).toString().replace('\\', '.').replace('/', '.'))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * What the module's packages may begin with: {@code depin-sdk-claims-evm} has {@code org.depinsdk.claims.evm}, a jar of a
   * folder's family may put the family in front, and {@code depin-sdk-driver-ocpp} has {@code org.depinsdk.hardware.ocpp}.
   */
  List<String> packageRoots() {
    String words = artifactId.replaceFirst("^depin-sdk-(driver-)?", "").replace('-', '.');
    String family = path.split("/", 2)[0].replaceFirst("^sdk-", "");
    return artifactId.startsWith("depin-sdk-driver-") || artifactId.startsWith("depin-sdk-bridge-")
        ? List.of("org.depinsdk." + family + "." + words)
        : List.of("org.depinsdk." + words, "org.depinsdk." + family + "." + words);
  }

  /** The name of its Java module, if it has one, in Markdown. */
  Optional<String> moduleName() {
    Path declared = main().resolve("module-info.java");
    Path file = Files.exists(declared) ? declared : folder().resolve("pom.xml");
    Matcher name = MODULE_NAME.matcher(read(file));
    return name.find()
        ? Optional.of(
            name.group(1) == null
                ? "`" + name.group(2) + "`, automatic"
                : "`" + name.group(1) + "`")
        : Optional.empty();
  }

  private Path main() {
    return folder().resolve("src/main/java");
  }

  private static void collect(Path folder, List<BuildModule> modules) {
    Element pom = parse(folder.resolve("pom.xml"));
    if (Files.isDirectory(folder.resolve("src/main/java"))) {
      List<Dependency> dependencies = children(pom, "dependencies").stream()
          .flatMap(list -> children(list, "dependency").stream())
          .filter(d -> !text(d, "scope").equals("test"))
          .map(d -> new Dependency(
              text(d, "groupId"), text(d, "artifactId"), text(d, "optional").equals("true")))
          .distinct()
          .toList();
      String path = root().relativize(folder).toString().replace('\\', '/');
      modules.add(
          new BuildModule(path, text(pom, "artifactId"), text(pom, "description"), dependencies));
    }
    children(pom, "modules").stream()
        .flatMap(list -> children(list, "module").stream())
        .forEach(module -> collect(folder.resolve(module.getTextContent().strip()), modules));
  }

  private static Element parse(Path pom) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(pom.toFile())
          .getDocumentElement();
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new IllegalStateException(pom + ": " + e.getMessage(), e);
    }
  }

  private static List<Element> children(Element element, String name) {
    List<Element> children = new ArrayList<>();
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child && child.getTagName().equals(name)) {
        children.add(child);
      }
    }
    return children;
  }

  private static String text(Element element, String name) {
    List<Element> children = children(element, name);
    return children.isEmpty() ? "" : children.get(0).getTextContent().strip();
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of the whole project. */
  static Path root() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(root.resolve("sdk-core"))) {
      root = root.getParent();
    }
    return root;
  }
}
