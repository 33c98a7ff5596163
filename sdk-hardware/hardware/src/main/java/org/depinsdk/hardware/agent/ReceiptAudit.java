package org.depinsdk.hardware.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.NoteKey;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.note.SignedNote;
import org.depinsdk.transparency.proof.LogReceipt;
import org.depinsdk.transparency.proof.MisbehaviourProof;
import org.depinsdk.transparency.proof.ReceiptCheck;
import org.depinsdk.transparency.proof.TlogProof;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.depinsdk.transparency.tile.TileReader;
import org.depinsdk.transparency.tile.TileSource;

/**
 * Compares receipts with what the network publishes: everyone must be shown the log that the device was shown.
 *
 * @param log the published tiles
 * @param policy the network's log and its witnesses
 * @param witnessingDelay within what time the network undertakes to have a record published and cosigned
 */
public record ReceiptAudit(TileSource log, WitnessPolicy policy, Duration witnessingDelay) {
  /**
   * An audit that asks for no cosignatures: it finds what the log shows to this device alone, and not what it shows to others.
   *
   * @param log the published tiles
   * @param key the key of the network's log
   * @param witnessingDelay within what time the network undertakes to have a record published
   * @return the audit
   * @throws IllegalArgumentException if the key is not of a log
   */
  public static ReceiptAudit withoutWitnesses(
      TileSource log, NoteKey key, Duration witnessingDelay) {
    try {
      return new ReceiptAudit(
          log, WitnessPolicy.parse("log " + key + "\nquorum none\n"), witnessingDelay);
    } catch (TransparencyException e) {
      throw new IllegalArgumentException(key + " is not the key of a log", e);
    }
  }

  /**
   * What came of it.
   *
   * @param proven receipts whose record is in the published log, each with the proof of it
   * @param early receipts whose record is not published and need not be yet
   * @param problems what the network's word does not hold for
   */
  public record Result(
      List<TlogProof> proven, List<LogReceipt> early, List<ReceiptProblem> problems) {
    /** Copies. */
    public Result {
      proven = List.copyOf(proven);
      early = List.copyOf(early);
      problems = List.copyOf(problems);
    }
  }

  /**
   * Checks receipts.
   *
   * @param receipts as the network gave them
   * @param now the time
   * @return what came of it
   */
  public Result check(List<LogReceipt> receipts, Instant now) {
    List<TlogProof> proven = new ArrayList<>();
    List<LogReceipt> early = new ArrayList<>();
    List<ReceiptProblem> problems = new ArrayList<>();
    try {
      Published published = open();
      for (LogReceipt receipt : receipts) {
        ReceiptCheck check = published.compare(receipt);
        if (check instanceof ReceiptCheck.Logged logged) {
          proven.add(logged.proof());
        } else if (check instanceof ReceiptCheck.Misbehaved misbehaved) {
          problems.add(ReceiptProblem.lied(receipt, misbehaved.proof()));
        } else if (now.isBefore(published.terms().due(receipt))) {
          early.add(receipt);
        } else {
          problems.add(ReceiptProblem.of(
              ReceiptProblem.OVERDUE,
              "the log is published up to record " + published.tiles().head().size()
                  + ", the receipt is for record " + receipt.index()));
        }
      }
    } catch (TransparencyException | IOException e) {
      problems.add(
          ReceiptProblem.of(ReceiptProblem.LOG_UNREADABLE, String.valueOf(e.getMessage())));
    }
    return new Result(proven, early, problems);
  }

  /** A log at its newest checkpoint, which holds by the policy. */
  record Published(SignedCheckpoint checkpoint, TileReader tiles, MisbehaviourProof.Terms terms) {
    ReceiptCheck compare(LogReceipt receipt) throws IOException, TransparencyException {
      return ReceiptCheck.of(receipt, checkpoint, tiles, terms);
    }
  }

  Published open() throws IOException, TransparencyException {
    SignedCheckpoint checkpoint = checkpoint();
    return new Published(
        checkpoint,
        TileReader.open(log, policy.verify(checkpoint).head()),
        terms(policy, witnessingDelay));
  }

  private SignedCheckpoint checkpoint() throws IOException, TransparencyException {
    byte[] note = log.read(TileSource.CHECKPOINT, SignedNote.MAX_BYTES)
        .orElseThrow(() -> new IOException("the log has no checkpoint"));
    return SignedCheckpoint.parse(new String(note, StandardCharsets.UTF_8));
  }

  /**
   * By what a proof of a network's misbehaviour is judged.
   *
   * @param policy the network's log and its witnesses
   * @param witnessingDelay within what time the network undertakes to have a record published and cosigned
   * @return the terms
   */
  public static MisbehaviourProof.Terms terms(WitnessPolicy policy, Duration witnessingDelay) {
    return new MisbehaviourProof.Terms(policy, witnessingDelay, ReceiptAudit::received);
  }

  private static Instant received(byte[] entry) throws TransparencyException {
    try {
      if (LogRecord.parse(entry) instanceof LogRecord.ReportDecided decided) {
        return decided.receivedAt();
      }
    } catch (EncodingException e) {
      throw TransparencyException.malformed(String.valueOf(e.getMessage()));
    }
    throw TransparencyException.malformed("the entry is not about a report");
  }
}
