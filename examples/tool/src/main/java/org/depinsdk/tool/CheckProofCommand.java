package org.depinsdk.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.epoch.BundleException;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.LeftOutProof;
import org.depinsdk.kit.Commands;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.proof.MisbehaviourProof;
import org.depinsdk.transparency.proof.MisbehaviourProof.OtherLeaf;
import org.depinsdk.transparency.proof.MisbehaviourProof.Overdue;
import org.depinsdk.transparency.proof.MisbehaviourProof.SplitView;
import org.depinsdk.transparency.proof.MisbehaviourProof.Terms;
import org.depinsdk.transparency.proof.TlogProof;
import org.depinsdk.transparency.tree.TreeHash;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verifies a proof, offline. */
@Command(
    name = "check-proof",
    description =
        "Verifies, offline, a proof that an entry is in a log (.tlog-proof), that a log lied (.misbehaviour), or that a "
            + "bundle leaves an accepted report out (.left-out, with --bundle). "
            + "Exit code 0 if it shows what it says; 1 if not; 2 if it cannot be read.")
final class CheckProofCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The proof.")
  private Path file = Path.of("");

  @Option(
      names = "--entry",
      paramLabel = "FILE",
      description = "The entry, if the proof does not hold it as extra data.")
  private @Nullable Path entry;

  @Option(
      names = "--bundle",
      paramLabel = "DIR",
      description = "The bundle that a proof of a report left out is about.")
  private @Nullable Path bundle;

  @Mixin
  private LogOptions options = new LogOptions();

  @Override
  public Integer call() throws IOException, TransparencyException, BundleException {
    Terms terms = options.terms();
    String content = LogOptions.content(file);
    try {
      String shown = content.startsWith(TlogProof.FORMAT)
          ? inclusion(content, terms)
          : content.startsWith(LeftOutProof.FIRST_LINE)
              ? leftOut(content, terms)
              : lie(content, terms);
      System.out.println(EncodingException.printable(shown));
      return 0;
    } catch (TransparencyException e) {
      System.out.println("REFUSED  " + EncodingException.printable(String.valueOf(e.getMessage())));
      return Commands.NO;
    }
  }

  private String inclusion(String content, Terms terms) throws IOException, TransparencyException {
    TlogProof proof = TlogProof.parse(content);
    byte[] logged = proof.extra();
    if (entry != null) {
      LogOptions.check(entry);
      logged = Files.readAllBytes(entry);
    }
    proof.verify(TreeHash.ofLeaf(logged), terms.policy());
    return "logged   the entry of " + logged.length + " bytes is at index "
        + proof.inclusion().index() + " of " + proof.checkpoint().checkpoint().origin();
  }

  private String leftOut(String content, Terms terms)
      throws IOException, TransparencyException, BundleException {
    LeftOutProof proof = LeftOutProof.parse(content);
    if (bundle == null) {
      throw new IOException(file + " is about a bundle: name its folder with --bundle. "
          + proof.manifest().text().replace('\n', ' ').strip());
    }
    EpochBundle opened = EpochBundle.open(bundle);
    proof.verify(opened, terms.policy());
    return "LEFT OUT the log gave a receipt for the accepted report at index "
        + proof.receipt().index() + ", and the network's bundle of epoch "
        + opened.manifest().epoch() + " does not hold it";
  }

  private static String lie(String content, Terms terms) throws TransparencyException {
    MisbehaviourProof proof = MisbehaviourProof.parse(content);
    proof.verify(terms);
    if (proof instanceof OtherLeaf other) {
      return "LIED     the log gave a receipt for index " + other.receipt().index()
          + " and shows another entry there";
    }
    if (proof instanceof Overdue overdue) {
      return "LIED     the log gave a receipt for index " + overdue.receipt().index() + " at "
          + terms.due(overdue.receipt()).minus(terms.witnessingDelay())
          + " and had it cosigned by nobody in time";
    }
    SplitView view = (SplitView) proof;
    return "LIED     the log signed two histories, of sizes "
        + view.older().checkpoint().head().size() + " and "
        + view.newer().checkpoint().head().size();
  }
}
