package org.depinsdk.tool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.Statement;
import org.depinsdk.kit.Commands;
import org.depinsdk.kit.DeviceNames;
import org.depinsdk.kit.TableFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what somebody was paid, and why. */
@Command(
    name = "explain",
    description = "Says what an operator or a device was paid, for what, and what lowered it, over"
        + " all epochs of BUNDLE. With --details, each epoch's statement is printed: amount, pool,"
        + " share, contribution, findings and report ids; ./run report shows one report. Exit code"
        + " 0; 1 if no bundle names SUBJECT; 2 if a bundle cannot be read.")
final class ExplainCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "BUNDLE",
      converter = BundleArgument.Converter.class,
      description = "A bundle, or the folder or s3://bucket/prefix that holds several.")
  private BundleArgument path = new BundleArgument("");

  @Parameters(
      index = "1",
      paramLabel = "SUBJECT",
      description = "An operator (0x…) or a device (dev-…), what its id begins with, or the name"
          + " that an example gave a device, such as ap-11.")
  private String subject = "";

  @Mixin
  private TableFormat format = new TableFormat();

  @Option(names = "--details", description = "Print the statement of each epoch.")
  private boolean details;

  @Option(
      names = "--reports",
      paramLabel = "N",
      defaultValue = "3",
      description = "With --details: print up to N report ids of each device and finding (default:"
          + " ${DEFAULT-VALUE}).")
  private int reports = 3;

  @Override
  public Integer call() throws IOException, BundleException {
    Subjects subjects = Subjects.open(path);
    List<String> ids = subjects.ids(subject);
    if (ids.size() > 1) {
      System.err.println(subject + " is the beginning of " + String.join(", ", ids));
      return Commands.NO;
    }
    String id = ids.isEmpty() ? subject : ids.get(0);
    List<Statement> statements = new ArrayList<>();
    try {
      for (EpochBundle bundle : subjects.bundles()) {
        statements.add(Statement.of(bundle, id));
      }
    } catch (EncodingException e) {
      System.err.println("no bundle of " + path + " names " + subject
          + ": no device or operator has that name, or an id that begins like that");
      return Commands.NO;
    }
    if (statements.stream().allMatch(s -> s.devices().isEmpty() && s.lines().isEmpty())) {
      System.err.println("no bundle of " + path + " names " + subject);
      return Commands.NO;
    }
    EarningsSummary summary = new EarningsSummary(statements, subjects.names());
    if (format.json()) {
      System.out.println(statements.stream()
          .map(Statement::toJson)
          .map(String::strip)
          .collect(Collectors.joining(",\n", "[", "]")));
    } else if (!format.forPeople()) {
      // programs get ids, whatever an example called its devices
      System.out.print(format.format(
          new EarningsSummary(statements, DeviceNames.of(Map.of())).tables(Integer.MAX_VALUE)));
    } else if (details) {
      statements.forEach(one -> System.out.println(one.toText(reports)));
    } else {
      System.out.print(summary);
      System.out.println("Next:  ./run explain " + path + " " + subject + " --details");
    }
    return 0;
  }
}
