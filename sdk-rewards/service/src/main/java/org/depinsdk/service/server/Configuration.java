package org.depinsdk.service.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.depinsdk.rewards.document.Form;
import org.depinsdk.rewards.document.Forms;
import org.depinsdk.rewards.document.PolicyDocument;
import org.depinsdk.rewards.document.PolicyException;
import org.depinsdk.rewards.document.PolicyProblem;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a service runs with: the command line, environment variables, and a file of options, in this order of weight. The file is
 * YAML or JSON with the long names of the options as fields; a variable is {@value #VARIABLE} and the name in capitals. Each value
 * is checked where it stands, so that a mistake is reported with file, line and field.
 */
final class Configuration {
  private static final String FILE = "--config";
  private static final String PRINT = "--print-config";

  private static final String VARIABLE = "DEPIN_SERVICE_";
  private static final String OPTION = "--";
  private static final Form<SortedMap<String, String>> FORM = Forms.map(
      Forms.string("an option's name", Pattern.compile("[A-Za-z0-9-]{1,64}"), "data"),
      Forms.scalar());

  private final CommandSpec spec;
  private final String[] commandLine;
  private final SortedMap<String, Value> added = new TreeMap<>();

  private record Value(String value, String origin) {}

  private Configuration(CommandSpec spec, String... commandLine) {
    this.spec = spec;
    this.commandLine = commandLine;
  }

  /** Adds the options that name and print a configuration; they are read before the rest. */
  static void addOptions(CommandSpec spec) {
    spec.addOption(OptionSpec.builder(FILE)
        .type(Path.class)
        .paramLabel("FILE")
        .description("Further options, a line such as 'port: 7400' each. Environment variables such"
            + " as " + VARIABLE + "PORT count more than the file, the command line counts most.")
        .build());
    spec.addOption(OptionSpec.builder(PRINT)
        .type(boolean.class)
        .description("Print every option's value and where it comes from, and stop.")
        .build());
  }

  static Configuration of(CommandSpec spec, Map<String, String> environment, String... args)
      throws IOException {
    Configuration configuration = new Configuration(spec, args);
    String file = configuration.fileName(environment);
    if (!file.isEmpty()) {
      configuration.readFile(Path.of(file));
    }
    configuration.readEnvironment(environment);
    return configuration;
  }

  boolean isPrinted() {
    return Arrays.asList(commandLine).contains(PRINT);
  }

  /** The whole as a command line; what the command line itself says stands at its end. */
  String[] arguments() {
    List<String> all = new ArrayList<>();
    added.forEach((name, value) -> {
      if (!isOnCommandLine(name)) {
        all.add(OPTION + name + "=" + value.value());
      }
    });
    all.addAll(List.of(commandLine));
    return all.toArray(String[]::new);
  }

  /** Every option as it was parsed and where its value comes from, as a file that {@code --config} reads. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (OptionSpec option : spec.options()) {
      String name = option.longestName().substring(OPTION.length());
      if (option.usageHelp() || option.versionHelp() || isOwn(name)) {
        continue;
      }
      Object value = option.getValue();
      if (value == null) {
        text.append("# ").append(name).append(": not set\n");
        continue;
      }
      Value from = added.get(name);
      String origin =
          isOnCommandLine(name) ? "command line" : from == null ? "default" : from.origin();
      text.append(name)
          .append(": ")
          .append(quoted(value.toString()))
          .append("  # ")
          .append(origin)
          .append('\n');
    }
    return text.toString();
  }

  private static String quoted(String value) {
    boolean plain = value.matches("[A-Za-z0-9/][A-Za-z0-9/._-]*");
    return plain ? value : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private String fileName(Map<String, String> environment) {
    for (int i = 0; i < commandLine.length; i++) {
      if (commandLine[i].startsWith(FILE + "=")) {
        return commandLine[i].substring(FILE.length() + 1);
      }
      if (commandLine[i].equals(FILE) && i + 1 < commandLine.length) {
        return commandLine[i + 1];
      }
    }
    return environment.getOrDefault(VARIABLE + "CONFIG", "");
  }

  private void readFile(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is not a file; " + FILE + " names one");
    }
    if (Files.size(file) > PolicyDocument.MAX_BYTES) {
      throw new IOException(file + " has more than " + PolicyDocument.MAX_BYTES + " bytes");
    }
    try {
      PolicyDocument document = PolicyDocument.parse(Files.readAllBytes(file));
      List<PolicyProblem> problems = new ArrayList<>();
      document.read(FORM).forEach((name, value) -> {
        String wrong = wrong(name, value);
        if (!wrong.isEmpty()) {
          problems.add(new PolicyProblem(0, 0, name, wrong));
        }
        added.put(name, new Value(value, file.toString()));
      });
      if (!problems.isEmpty()) {
        throw new PolicyException(document.locate(problems));
      }
    } catch (PolicyException e) {
      throw PolicyFiles.refused(file, e);
    }
  }

  private void readEnvironment(Map<String, String> environment) throws IOException {
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      if (variable.getKey().startsWith(VARIABLE)) {
        String name = variable
            .getKey()
            .substring(VARIABLE.length())
            .toLowerCase(Locale.ROOT)
            .replace('_', '-');
        if (!(OPTION + name).equals(FILE)) {
          String wrong = wrong(name, variable.getValue());
          if (!wrong.isEmpty()) {
            throw new IOException("environment variable " + variable.getKey() + ": " + wrong);
          }
          added.put(name, new Value(variable.getValue(), variable.getKey()));
        }
      }
    }
  }

  /** What is wrong with a value alone; empty if nothing is. What an option needs beside it is checked later, with the whole. */
  private String wrong(String name, String value) {
    OptionSpec option = spec.findOption(OPTION + name);
    if (option == null || option.usageHelp() || option.versionHelp() || isOwn(name)) {
      return "unknown; --help lists the options";
    }
    try {
      ITypeConverter<?>[] converters = option.converters();
      if (converters.length > 0) {
        converters[0].convert(value);
      } else if (option.type() == boolean.class && !value.matches("true|false")) {
        return "must be true or false, not " + value;
      }
      return "";
    } catch (Exception e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static boolean isOwn(String name) {
    return (OPTION + name).equals(FILE) || (OPTION + name).equals(PRINT);
  }

  private boolean isOnCommandLine(String name) {
    String option = OPTION + name;
    return Arrays.stream(commandLine)
        .anyMatch(arg -> arg.equals(option) || arg.startsWith(option + "="));
  }
}
