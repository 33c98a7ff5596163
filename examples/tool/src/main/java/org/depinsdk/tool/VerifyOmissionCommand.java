package org.depinsdk.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.depinsdk.hardware.agent.ReceiptAudit;
import org.depinsdk.kit.Commands;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.proof.MisbehaviourProof;
import org.depinsdk.transparency.proof.WitnessPolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a proof that a network lied, from nothing but the file and the keys. */
@Command(
    name = "verify-omission",
    description = "Checks a file that shows that a network's log left something out or shows two histories. No "
        + "network is needed. Exit code 0 if the network lied, 1 if the file does not show it.")
final class VerifyOmissionCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "As check-receipts writes it.")
  private Path file = Path.of("omission.proof");

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "FILE",
      description = "The log's key and the witnesses that you trust (C2SP tlog-policy).")
  private Path policy = Path.of("policy");

  @Option(
      names = "--delay",
      defaultValue = "PT60S",
      paramLabel = "DURATION",
      description = "Within what time the network undertakes to publish a record.")
  private Duration delay = Duration.ofSeconds(60);

  @Override
  public Integer call() throws IOException, TransparencyException {
    WitnessPolicy trusted = WitnessPolicy.parse(Files.readString(policy));
    try {
      MisbehaviourProof proof = MisbehaviourProof.parse(Files.readString(file));
      proof.verify(ReceiptAudit.terms(trusted, delay));
      System.out.println("PROVEN  the network " + told(proof));
      return 0;
    } catch (TransparencyException e) {
      System.out.println("NOT PROVEN  " + e.getMessage());
      return Commands.NO;
    }
  }

  private static String told(MisbehaviourProof proof) {
    if (proof instanceof MisbehaviourProof.OtherLeaf other) {
      return "gave a receipt for record " + other.receipt().index()
          + ", and signed a log with another record in its place";
    } else if (proof instanceof MisbehaviourProof.Overdue overdue) {
      return "gave a receipt for record " + overdue.receipt().index()
          + ", and did not publish it in time";
    }
    return "signed two histories";
  }
}
