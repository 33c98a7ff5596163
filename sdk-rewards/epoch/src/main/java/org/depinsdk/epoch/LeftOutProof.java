package org.depinsdk.epoch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.core.report.MalformedReportException;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.TransparencyException.Reason;
import org.depinsdk.transparency.note.NoteVerifier;
import org.depinsdk.transparency.note.SignedNote;
import org.depinsdk.transparency.proof.LogReceipt;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.depinsdk.transparency.tree.TreeHead;

/**
 * Shows to anyone who has an epoch's bundle, offline, that the network left an accepted report out of the epoch: its log gave a receipt
 * for the report, and the bundle that it signed for this epoch does not hold the report as the receipt has it, so nothing was
 * paid for it. The network signed both, so nobody else can make one.
 *
 * <p>As a file it is the line {@value #FIRST_LINE}, a line {@code manifest LINES}, so many lines of the signed note on the bundle's
 * manifest, and the receipt.
 *
 * @param manifest the network's signed note on the bundle's manifest
 * @param receipt the receipt of the report
 */
public record LeftOutProof(SignedNote manifest, LogReceipt receipt) {
  /** The first line of a file. */
  public static final String FIRST_LINE = "depin-left-out-proof/1";

  private static final String MANIFEST = "manifest ";
  private static final int MAX_LENGTH = 2 * SignedNote.MAX_BYTES;

  /**
   * Compares a receipt with a bundle.
   *
   * @param receipt a receipt, of which nothing is verified yet
   * @param bundle a bundle of any epoch, of which nothing is verified yet
   * @param policy the log and its keys
   * @return a proof that verifies with this bundle; empty if the receipt is of another epoch, of a report that was refused, or of one that
   *     the bundle holds
   * @throws TransparencyException if the receipt or the signature on the bundle's manifest does not verify
   * @throws BundleException if the bundle has no signature, or a file is not what its manifest says
   * @throws IOException if the bundle cannot be read
   */
  public static Optional<LeftOutProof> find(
      LogReceipt receipt, EpochBundle bundle, WitnessPolicy policy)
      throws TransparencyException, BundleException, IOException {
    byte[] note = bundle
        .note()
        .orElseThrow(() -> new BundleException(ManifestNote.FILE, "nobody signed the manifest"));
    LeftOutProof proof = new LeftOutProof(SignedNote.parse(note), receipt);
    return proof.isLeftOut(bundle, policy) ? Optional.of(proof) : Optional.empty();
  }

  /**
   * Checks that the network left the report out.
   *
   * @param bundle the bundle that the proof is about
   * @param policy the log and its keys
   * @throws TransparencyException if something does not verify, or all of it does and the bundle holds the report ({@link
   *     Reason#NOTHING_SHOWN})
   * @throws BundleException if a file of the bundle is not what its manifest says
   * @throws IOException if the bundle cannot be read
   */
  public void verify(EpochBundle bundle, WitnessPolicy policy)
      throws TransparencyException, BundleException, IOException {
    if (!isLeftOut(bundle, policy)) {
      throw new TransparencyException(
          Reason.NOTHING_SHOWN,
          "left-out proof: the receipt is no accepted report's, of another epoch, or of a report that the bundle holds");
    }
  }

  private boolean isLeftOut(EpochBundle bundle, WitnessPolicy policy)
      throws TransparencyException, BundleException, IOException {
    TreeHead signed = policy.verifyLog(receipt.checkpoint()).head();
    receipt.proof().inclusion().verify(receipt.leaf(), signed);
    if (!manifest.text().equals(ManifestNote.text(bundle.manifest()))) {
      throw TransparencyException.malformed(
          "the signed manifest is not that of the bundle, whose hash is "
              + bundle.manifest().hash());
    }
    String origin = receipt.checkpoint().checkpoint().origin();
    List<NoteVerifier> keys = new ArrayList<>();
    for (WitnessPolicy.Log log : policy.logs()) {
      if (log.key().name().equals(origin)) {
        keys.add(log.key().verifier());
      }
    }
    manifest.verify(keys);
    bundle.checkParts();
    return record() instanceof LogRecord.ReportDecided decided
        && decided.refusal().isEmpty()
        && decided.epoch() == bundle.manifest().epoch()
        && !holds(bundle, decided);
  }

  private LogRecord record() throws TransparencyException {
    try {
      return LogRecord.parse(receipt.entry());
    } catch (EncodingException e) {
      throw TransparencyException.malformed(
          "the entry is no record of a network's log: " + e.getMessage());
    }
  }

  private static boolean holds(EpochBundle bundle, LogRecord.ReportDecided decided)
      throws BundleException, IOException {
    String network = bundle.manifest().network();
    AtomicBoolean held = new AtomicBoolean();
    bundle.input().evidence().forEach(logged -> {
      if (!held.get() && isOf(logged, decided, network)) {
        held.set(true);
      }
    });
    return held.get();
  }

  private static boolean isOf(
      LoggedReport logged, LogRecord.ReportDecided decided, String network) {
    if (!logged.getRefusal().isEmpty()
        || logged.getReceivedAtMs() != decided.receivedAt().toEpochMilli()
        || !LogRecord.ReportDecided.envelope(logged.getReport()).equals(decided.envelope())) {
      return false;
    }
    try {
      return SignedReport.of(logged.getReport()).id(network).equals(decided.report());
    } catch (MalformedReportException e) {
      return false;
    }
  }

  /**
   * Reads a file.
   *
   * @param file the characters
   * @return the proof, of which nothing is verified
   * @throws TransparencyException if it has another form
   */
  public static LeftOutProof parse(String file) throws TransparencyException {
    String[] lines = file.length() > MAX_LENGTH ? new String[0] : file.split("\n", 3);
    if (lines.length < 3 || !lines[0].equals(FIRST_LINE) || !lines[1].startsWith(MANIFEST)) {
      throw TransparencyException.malformed("a left-out proof has at most " + MAX_LENGTH
          + " characters and begins with the lines " + FIRST_LINE + " and '" + MANIFEST
          + "LINES'");
    }
    String count = lines[1].substring(MANIFEST.length());
    if (!count.matches("[1-9][0-9]{0,2}")) {
      throw TransparencyException.malformed(
          "the lines of the manifest's note are 1 to 999, not " + EncodingException.shown(count));
    }
    int end = 0;
    for (int i = Integer.parseInt(count); i > 0; i--) {
      end = lines[2].indexOf('\n', end) + 1;
      if (end == 0) {
        throw TransparencyException.malformed(
            "the manifest's note has fewer than " + count + " lines");
      }
    }
    return new LeftOutProof(
        SignedNote.parse(lines[2].substring(0, end)), LogReceipt.parse(lines[2].substring(end)));
  }

  /** The file. */
  @Override
  public String toString() {
    String note = manifest.toString();
    return FIRST_LINE + "\n" + MANIFEST + note.lines().count() + "\n" + note + receipt;
  }
}
