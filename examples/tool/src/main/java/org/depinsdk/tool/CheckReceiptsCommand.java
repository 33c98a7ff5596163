package org.depinsdk.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.LeftOutProof;
import org.depinsdk.epoch.RunFolder;
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
            + "check-proof. With --bundles it also looks for accepted reports that the bundle of their epoch leaves out. Exit code 0; 1 if the log lied; 2 if a receipt or the log cannot be used.")
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
      description =
          "Write the proofs into this folder: INDEX.tlog-proof, INDEX.misbehaviour or INDEX.left-out.")
  private @Nullable Path out;

  @Option(
      names = "--bundles",
      paramLabel = "DIR",
      description = "A bundle, or the folder that holds them.")
  private @Nullable Path bundles;

  @Mixin
  private LogOptions options = new LogOptions();

  @Override
  public Integer call() throws IOException, TransparencyException, BundleException {
    Terms terms = options.terms();
    TileSource source = LogOptions.source(place);
    SignedCheckpoint published = LogOptions.checkpoint(source, place);
    TileReader tree = TileReader.open(source, terms.policy().verify(published).head());
    List<EpochBundle> settled = new ArrayList<>();
    if (bundles != null) {
      for (Path folder : RunFolder.open(bundles).bundles()) {
        settled.add(EpochBundle.open(folder));
      }
    }
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
      for (EpochBundle bundle : settled) {
        LeftOutProof leftOut =
            LeftOutProof.find(receipt, bundle, terms.policy()).orElse(null);
        if (leftOut != null) {
          System.out.println(
              "LEFT OUT " + receipt.index() + "  " + file + ", of " + bundle.folder());
          write(receipt.index() + ".left-out", leftOut);
          lied = true;
        }
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
