package org.depinsdk.tool;

import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.kit.Commands;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProofVerifier;
import org.depinsdk.proofs.ProofVerifiers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints one report. */
@Command(
    name = "report",
    description =
        "Shows a report: who signed what, when it came and what became of it, its evidence"
            + " in words if its verifier is on the class path, and all bytes. Exit code 0; 1 if no bundle holds"
            + " it; 2 if a bundle cannot be read.")
final class ReportCommand implements Callable<Integer> {
  private static final int LEAST_DIGITS = 8;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "BUNDLE",
      converter = BundleArgument.Converter.class,
      description = "A bundle, or the folder or s3://bucket/prefix that holds several.")
  private BundleArgument path = new BundleArgument("");

  @Parameters(
      index = "1",
      paramLabel = "ID",
      description = "A report's id as explain prints it, or at least the first 8 digits of it.")
  private String id = "";

  @Override
  public Integer call() throws IOException, BundleException {
    String prefix = id.toLowerCase(Locale.ROOT);
    if (!prefix.matches("[0-9a-f]{" + LEAST_DIGITS + ",64}")) {
      throw new ParameterException(
          spec.commandLine(), "ID is " + LEAST_DIGITS + " to 64 digits 0-9 a-f, not " + id);
    }
    Subjects subjects = Subjects.open(path);
    int found = 0;
    for (EpochBundle bundle : subjects.bundles()) {
      found += show(bundle, subjects, prefix);
    }
    if (found == 0) {
      System.err.println("no bundle of " + path + " holds a report " + id);
    }
    return found == 0 ? Commands.NO : 0;
  }

  private int show(EpochBundle bundle, Subjects subjects, String prefix)
      throws BundleException, IOException {
    int[] found = {0};
    String network = bundle.manifest().network();
    bundle.input().evidence().forEach(logged -> {
      Optional<SignedReport> signed = signed(logged);
      if (signed.isPresent() && signed.get().id(network).hex().startsWith(prefix)) {
        found[0]++;
        print(bundle, subjects, logged, signed.get());
      }
    });
    return found[0];
  }

  private static Optional<SignedReport> signed(LoggedReport logged) {
    try {
      return Optional.of(SignedReport.of(logged.getReport()));
    } catch (MalformedReportException e) {
      return Optional.empty();
    }
  }

  private static void print(
      EpochBundle bundle, Subjects subjects, LoggedReport logged, SignedReport signed) {
    Report report = signed.report();
    String name = subjects.names().of(report.device().text());
    line("report", signed.id(bundle.manifest().network()).hex());
    line(
        "device",
        report.device().text() + (name.equals(report.device().text()) ? "" : " (" + name + ")"));
    line("proof", report.kind() + ", number " + report.sequence() + " of the device");
    line("made at", report.deviceTime() + " by the device's clock");
    line(
        "received",
        Instant.ofEpochMilli(logged.getReceivedAtMs()) + ", in epoch "
            + bundle.manifest().epoch());
    line("result", logged.getRefusal().isEmpty() ? "accepted" : "refused: " + logged.getRefusal());
    line("numbers", "from " + report.provenance().name().toLowerCase(Locale.ROOT));
    if (!report.boot().isEmpty()) {
      line("boot", report.boot());
    }
    line("evidence", words(report));
    line("", HexFormat.of().formatHex(report.evidence()));
    line("signed", HexFormat.of().formatHex(logged.getReport().toByteArray()));
    System.out.println();
  }

  private static String words(Report report) {
    Optional<ProofVerifier<?>> verifier = ProofVerifiers.load().find(report.kind());
    if (verifier.isEmpty()) {
      return "of " + report.kind() + ", for which no jar in plugins/ has a verifier";
    }
    try {
      return String.valueOf(verifier.get().codec().decode(report.evidence()));
    } catch (MalformedEvidenceException e) {
      return "not readable: " + e.getMessage();
    }
  }

  private static void line(String name, String value) {
    System.out.printf(Locale.ROOT, "%-9s %s%n", name, EncodingException.printable(value));
  }
}
