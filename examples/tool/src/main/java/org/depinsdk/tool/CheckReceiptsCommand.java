package org.depinsdk.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.depinsdk.kit.Commands;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.proof.LogReceipt;
import org.depinsdk.transparency.proof.MisbehaviourProof.Terms;
import org.depinsdk.transparency.proof.ReceiptCheck;
import org.depinsdk.transparency.proof.ReceiptCheck.Logged;
import org.depinsdk.transparency.proof.ReceiptCheck.Misbehaved;
import org.depinsdk.transparency.proof.ReceiptCheck.Pending;
import org.depinsdk.transparency.tile.TileReader;
import org.depinsdk.transparency.tile.TileSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares receipts with the log that everyone sees. */
@Command(
    name = "check-receipts",
    description =
        "Compares the receipts of a device with the log that everyone sees. For each that is in the cosigned log it can write "
            + "a proof of that, and for each that is not a proof that the log lied, which anyone verifies with "
            + "check-proof. Exit code 0; 1 if the log lied; 2 if a receipt or the log cannot be used.")
final class CheckReceiptsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RECEIPT", arity = "1..*", description = "Files with a receipt each.")
  private List<Path> files = List.of();

  @Option(
      names = "--log",
      required = true,
      paramLabel = "LOG",
      description = "The log: a folder with checkpoint and tile/, or its http address.")
  private String place = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write the proofs into this folder: INDEX.tlog-proof or INDEX.misbehaviour.")
  private @Nullable Path out;

  @Mixin
  private LogOptions options = new LogOptions();

  @Override
  public Integer call() throws IOException, TransparencyException {
    Terms terms = options.terms();
    TileSource source = LogOptions.source(place);
    SignedCheckpoint published = LogOptions.checkpoint(source, place);
    TileReader tree = TileReader.open(source, terms.policy().verify(published).head());
    boolean lied = false;
    for (Path file : files) {
      LogReceipt receipt = LogReceipt.parse(LogOptions.content(file));
      ReceiptCheck check = ReceiptCheck.of(receipt, published, tree, terms);
      if (check instanceof Logged logged) {
        System.out.println("logged   " + receipt.index() + "  " + file);
        write(receipt.index() + ".tlog-proof", logged.proof());
      } else if (check instanceof Pending pending) {
        System.out.println(
            "pending  " + receipt.index() + "  " + file + ", due at " + pending.due());
      } else if (check instanceof Misbehaved misbehaved) {
        System.out.println("LIED     " + receipt.index() + "  " + file);
        write(receipt.index() + ".misbehaviour", misbehaved.proof());
        lied = true;
      }
    }
    return lied ? Commands.NO : 0;
  }

  private void write(String name, Object proof) throws IOException {
    if (out != null) {
      Files.createDirectories(out);
      Files.writeString(out.resolve(name), proof.toString());
    }
  }
}
