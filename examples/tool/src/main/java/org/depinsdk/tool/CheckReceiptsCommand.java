package org.depinsdk.tool;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.depinsdk.hardware.agent.ReceiptAudit;
import org.depinsdk.hardware.agent.ReceiptProblem;
import org.depinsdk.hardware.agent.ReceiptStore;
import org.depinsdk.kit.Commands;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.proof.LogReceipt;
import org.depinsdk.transparency.proof.MisbehaviourProof;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.depinsdk.transparency.tile.HttpTiles;
import org.depinsdk.transparency.tile.TileFolder;
import org.depinsdk.transparency.tile.TileSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares a device's receipts with the log that its network shows to everyone. */
@Command(
    name = "check-receipts",
    description = "Compares the receipts that a device keeps with the log that its network publishes. For each "
        + "receipt that the log does not honour, a file that proves it to anyone is written where one can be "
        + "made; verify-omission checks such a file. Exit code 0 if every receipt is honoured or its time has not "
        + "come, 1 if one is not, 2 if it cannot be judged here.")
final class CheckReceiptsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RECEIPTS", description = "The file in which the device agent keeps them.")
  private Path receipts = Path.of("receipts");

  @Option(
      names = "--log",
      required = true,
      paramLabel = "FOLDER|URL",
      description = "Where the network publishes its log.")
  private String log = "";

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

  @Option(
      names = "--out",
      defaultValue = ".",
      paramLabel = "FOLDER",
      description = "Where proofs are written, as omission-<index>.proof.")
  private Path out = Path.of(".");

  @Override
  public Integer call() throws IOException, TransparencyException {
    WitnessPolicy trusted = WitnessPolicy.parse(Files.readString(policy));
    ReceiptAudit audit = new ReceiptAudit(source(log), trusted, delay);
    List<LogReceipt> kept;
    try (ReceiptStore store =
        ReceiptStore.open(receipts, trusted.logs().get(0).key(), Integer.MAX_VALUE)) {
      kept = store.receipts();
    }
    ReceiptAudit.Result result = audit.check(kept, Instant.now());
    System.out.println(kept.size() + " receipts: " + result.proven().size()
        + " in the published log, " + result.early().size() + " not due yet, "
        + result.problems().size() + " not honoured");
    for (ReceiptProblem problem : result.problems()) {
      System.out.println("NOT HONOURED  " + problem.reason() + ": " + problem.detail());
      if (problem.proof().isPresent()) {
        System.out.println("  proven to anyone by " + write(problem.proof().get()));
      }
    }
    boolean unreadable = result.problems().stream()
        .anyMatch(problem -> problem.reason().equals(ReceiptProblem.LOG_UNREADABLE));
    return unreadable ? Commands.FAILED : result.problems().isEmpty() ? 0 : Commands.NO;
  }

  private Path write(MisbehaviourProof proof) throws IOException {
    LogReceipt receipt = proof instanceof MisbehaviourProof.OtherLeaf other
        ? other.receipt()
        : ((MisbehaviourProof.Overdue) proof).receipt();
    Path file = out.resolve("omission-" + receipt.index() + ".proof");
    Files.createDirectories(out);
    Files.writeString(file, proof.toString());
    return file;
  }

  private static TileSource source(String log) {
    return log.startsWith("http://") || log.startsWith("https://")
        ? new HttpTiles(
            URI.create(log.endsWith("/") ? log : log + "/"),
            HttpClient.newHttpClient(),
            Duration.ofSeconds(30))
        : new TileFolder(Path.of(log));
  }
}
