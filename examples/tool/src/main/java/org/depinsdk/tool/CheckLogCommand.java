package org.depinsdk.tool;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.kit.Commands;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.Cosignature;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.depinsdk.transparency.tile.TileException;
import org.depinsdk.transparency.tile.TilePath;
import org.depinsdk.transparency.tile.TileReader;
import org.depinsdk.transparency.tile.TileSource;
import org.depinsdk.transparency.tree.TreeHead;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Reads a whole log and checks it. */
@Command(
    name = "check-log",
    description =
        "Reads a network's log from its tiles: verifies the newest checkpoint and its cosignatures, and every entry and "
            + "hash against the signed root. Exit code 0; 1 if anything does not fit; 2 if the log cannot be read.")
final class CheckLogCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "LOG",
      description = "A folder with checkpoint and tile/, or its http address.")
  private String place = "";

  @Mixin
  private LogOptions options = new LogOptions();

  @Override
  public Integer call() throws IOException {
    try {
      WitnessPolicy policy = options.terms().policy();
      TileSource source = LogOptions.source(place);
      SignedCheckpoint checkpoint = LogOptions.checkpoint(source, place);
      TreeHead head = policy.verify(checkpoint).head();
      TileReader reader = TileReader.open(source, head);
      long entries = 0;
      for (long bundle = 0; bundle * TilePath.FULL < head.size(); bundle++) {
        entries += reader.entries(bundle).size();
      }
      System.out.println(
          "log      " + EncodingException.printable(checkpoint.checkpoint().origin()));
      System.out.println("size     " + head.size());
      System.out.println("root     " + head.root());
      for (Cosignature cosignature : policy.verifyQuorum(checkpoint)) {
        System.out.println(
            "witness  " + EncodingException.printable(cosignature.witness().name()) + " at second "
                + cosignature.time() + " since 1970");
      }
      System.out.println("checked  " + entries + " entries, all in the signed tree");
      policy.checkQuorum();
      return 0;
    } catch (TileException | TransparencyException e) {
      System.out.println("REFUSED  " + EncodingException.printable(String.valueOf(e.getMessage())));
      return Commands.NO;
    }
  }
}
