package org.depinsdk.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.kit.Commands;
import org.depinsdk.kit.Table;
import org.depinsdk.kit.TableFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures links whose rate is known. */
@Command(
    name = "bandwidth-lab",
    description =
        "Measures links whose rate is known: six challengers, a router that shapes with tbf, and a prover, each in a network"
            + " namespace. Needs root; the namespaces are removed at the end. Exits with 1 if an estimate is further from the"
            + " true rate than the tolerance, or if more is guaranteed than the link carries.")
final class LabCommand implements Callable<Integer> {
  @Option(
      names = "--rates",
      split = ",",
      defaultValue = "5,50,250,500",
      paramLabel = "MBPS",
      description = "Rates in Mbit/s, 1 to 1000 (default: ${DEFAULT-VALUE}).")
  private List<Integer> rates = List.of();

  @Option(
      names = "--tolerance",
      defaultValue = "8",
      paramLabel = "PERCENT",
      description = "How far an estimate may be off (default: ${DEFAULT-VALUE}).")
  private int tolerance;

  @Option(
      names = "--attempts",
      defaultValue = "3",
      description =
          "How often a test is made at most whose estimate is too far off, or in which the machine was too busy for the"
              + " challengers' schedule (default: ${DEFAULT-VALUE}). What is guaranteed has to hold each time.")
  private int attempts;

  @Option(
      names = "--iperf",
      defaultValue = "10",
      paramLabel = "SECONDS",
      description =
          "How long iperf3 runs at each rate, 0 for not at all (default: ${DEFAULT-VALUE}).")
  private int iperf;

  @Mixin
  private TableFormat format = new TableFormat();

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException, SigningException {
    rates.forEach(rate -> Commands.range(spec, "--rates", rate, 1, 1_000));
    Commands.range(spec, "--tolerance", tolerance, 1, 100);
    Commands.range(spec, "--attempts", attempts, 1, 20);
    Commands.range(spec, "--iperf", iperf, 0, 60);
    PrintStream remarks = format.forPeople() ? System.out : System.err;
    Table table = new Table("Estimates, Mbit/s of IP packets")
        .columns(Table.Kind.NUMBER, "tbf", "link")
        .columns(Table.Kind.TEXT, "what")
        .columns(Table.Kind.NUMBER, "estimate", "off", "guaranteed", "MB")
        .columns(Table.Kind.TEXT, "remark");
    List<String> failures = new ArrayList<>();
    try (Namespaces namespaces = new Namespaces();
        Lab lab = new Lab(namespaces)) {
      for (int rate : rates) {
        remarks.println(namespaces.shape(rate));
        for (Scenario scenario : Scenario.values()) {
          List<Measurement> made = measure(lab, scenario, rate);
          boolean holds = made.get(made.size() - 1).isNear(tolerance)
              && made.stream().allMatch(Measurement::isSafe);
          if (!holds) {
            failures.add(rate + " Mbit/s, " + scenario.text());
          }
          table.row(row(made, rate, holds));
        }
        Optional<Iperf.Result> other = iperf == 0 ? Optional.empty() : Iperf.run(namespaces, iperf);
        other.ifPresent(one -> table.row(
            "" + rate, "", "iperf3, TCP payload", mbps(one.kbps()), "", "", mega(one.bytes()), ""));
      }
    }
    table.note(
        "The link is what tbf was told, less its 14 bytes of Ethernet header a packet; MB is what the challengers sent."
            + " Guaranteed holds if two of six challengers lie; an honest link is guaranteed four sixths of it. Two liars make"
            + " every estimate wrong, so that only what is guaranteed is checked there; the figure is the highest of all lies. What is"
            + " guaranteed may exceed the link by a hundredth, which tbf's bucket lets through.");
    System.out.print(format.format(List.of(table)));
    failures.forEach(one -> remarks.println("not within bounds: " + one));
    return failures.isEmpty() ? 0 : Commands.NO;
  }

  // another attempt, unless the challengers kept their schedule and the estimate is near
  private List<Measurement> measure(Lab lab, Scenario scenario, int rate)
      throws IOException, InterruptedException, SigningException {
    List<Measurement> made = new ArrayList<>();
    Measurement last;
    do {
      last = lab.run(scenario, rate);
      made.add(last);
    } while (made.size() < attempts
        && last.isSafe()
        && !(last.isSound() && last.isNear(tolerance)));
    return made;
  }

  private static String[] row(List<Measurement> made, int rate, boolean holds) {
    Measurement one = made.get(made.size() - 1);
    return new String[] {
      "" + rate,
      mbps(one.trueKbps()),
      one.scenario().text(),
      mbps(one.estimatedKbps()),
      String.format(Locale.ROOT, "%+.1f %%", one.errorPermille() / 10.0),
      mbps(one.guaranteedKbps()),
      mega(one.testBytes()),
      (holds ? "" : "OUT OF BOUNDS ")
          + (made.size() == 1 ? "" : "attempt " + made.size() + " ")
          + (one.isSound() ? "" : "late: " + (one.claims() - one.usable()))
    };
  }

  private static String mbps(long kbps) {
    return String.format(Locale.ROOT, "%.2f", kbps / 1_000.0);
  }

  private static String mega(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
  }
}
