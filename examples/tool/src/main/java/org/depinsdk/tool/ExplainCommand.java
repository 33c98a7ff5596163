package org.depinsdk.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.RunFolder;
import org.depinsdk.epoch.Statement;
import org.depinsdk.kit.Commands;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a statement. */
@Command(
    name = "explain",
    description = "Prints the itemised statement of an operator or a device: amount, pool, share, "
        + "contribution, findings and report ids. If BUNDLE holds several epochs, each is printed. "
        + "Exit code 0; 1 if no bundle names SUBJECT; 2 if a bundle cannot be read.")
final class ExplainCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "BUNDLE",
      description = "A bundle, or the folder that holds several.")
  private Path path = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "SUBJECT",
      description = "An operator (0x…) or a device (dev-…), or what its id begins with.")
  private String subject = "";

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  @Option(
      names = "--reports",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "Print up to N report ids of each device and finding (default: ${DEFAULT-VALUE}).")
  private int reports = 3;

  @Override
  public Integer call() throws IOException, BundleException, EncodingException {
    List<EpochBundle> bundles = new ArrayList<>();
    for (Path folder : RunFolder.open(path).bundles()) {
      bundles.add(EpochBundle.open(folder));
    }
    List<String> ids = idsThatBegin(subject, bundles);
    if (ids.size() > 1) {
      System.err.println(subject + " is the beginning of " + String.join(", ", ids));
      return Commands.NO;
    }
    String id = ids.isEmpty() ? subject : ids.get(0);
    boolean known = false;
    for (EpochBundle bundle : bundles) {
      Statement statement = Statement.of(bundle, id);
      known |= !statement.devices().isEmpty() || !statement.lines().isEmpty();
      System.out.println(json ? statement.toJson() : statement.toText(reports));
    }
    if (!known) {
      System.err.println("no bundle of " + path + " names " + subject);
    }
    return known ? 0 : Commands.NO;
  }

  private static List<String> idsThatBegin(String prefix, List<EpochBundle> bundles)
      throws BundleException {
    SortedSet<String> ids = new TreeSet<>();
    for (EpochBundle bundle : bundles) {
      bundle.input().registry().devices().forEach(device -> ids.add(device.text()));
      bundle.after().lifetime().keySet().forEach(operator -> ids.add(operator.text()));
    }
    return ids.stream()
        .filter(id -> id.regionMatches(true, 0, prefix, 0, prefix.length()))
        .toList();
  }
}
