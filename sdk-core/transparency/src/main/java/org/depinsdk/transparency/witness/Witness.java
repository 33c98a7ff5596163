package org.depinsdk.transparency.witness;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.Checkpoint;
import org.depinsdk.transparency.note.Cosignature;
import org.depinsdk.transparency.note.NoteKey;
import org.depinsdk.transparency.note.NoteSignature;
import org.depinsdk.transparency.note.NoteSigner;
import org.depinsdk.transparency.note.NoteVerifier;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.note.SignedNote;
import org.depinsdk.transparency.tree.ConsistencyProof;
import org.depinsdk.transparency.tree.TreeHash;
import org.depinsdk.transparency.tree.TreeHead;

/**
 * Cosigns checkpoints of logs that it knows, each only if its tree goes on from all that it cosigned of that log before. What it
 * cosigns it remembers first, and it decides about one request of a log at a time. So it never cosigns two histories, also if the
 * process ends at any moment. Safe for several threads.
 */
public final class Witness {
  private final NoteSigner signer;
  private final WitnessStore store;
  private final InstantSource clock;
  private final Map<String, KnownLog> logs = new TreeMap<>();

  /**
   * A witness.
   *
   * @param signer holds its key, of type {@link NoteKey#ED25519_COSIGNATURE}
   * @param keys of the logs that it knows, of type {@link NoteKey#ED25519}; their names are the origins
   * @param store what it remembers
   * @param clock its time
   * @throws TransparencyException if a key is of another type
   * @throws IOException if the store cannot be read, or holds what this key did not cosign
   */
  public Witness(
      NoteSigner signer, Collection<NoteKey> keys, WitnessStore store, InstantSource clock)
      throws TransparencyException, IOException {
    if (signer.key().type() != NoteKey.ED25519_COSIGNATURE) {
      throw TransparencyException.malformed(
          "a witness signs with a key of type 4, not " + signer.key().type());
    }
    this.signer = signer;
    this.store = store;
    this.clock = clock;
    for (NoteKey key : keys) {
      if (key.type() != NoteKey.ED25519) {
        throw TransparencyException.malformed(
            "a log signs with a key of type 1, not " + key.type() + " as " + key.name());
      }
      logs.computeIfAbsent(key.name(), origin -> new KnownLog()).verifiers.add(key.verifier());
    }
    for (Map.Entry<String, KnownLog> log : logs.entrySet()) {
      log.getValue().newest = loaded(log.getKey());
    }
  }

  /** What is known of a log; guarded by itself. */
  private static final class KnownLog {
    final List<NoteVerifier> verifiers = new ArrayList<>();
    Optional<SignedCheckpoint> newest = Optional.empty();
    boolean failed;

    TreeHead head() {
      return newest
          .map(checkpoint -> checkpoint.checkpoint().head())
          .orElse(new TreeHead(0, TreeHash.EMPTY_TREE));
    }
  }

  private Optional<SignedCheckpoint> loaded(String origin) throws IOException {
    Optional<SignedCheckpoint> kept = store.load(origin);
    if (kept.isPresent()) {
      boolean own;
      try {
        own = kept.get().checkpoint().origin().equals(origin)
            && !kept.get().note().verify(signer.key()).isEmpty();
      } catch (TransparencyException e) {
        own = false;
      }
      if (!own) {
        throw new IOException("what is remembered of " + origin
            + " is no checkpoint that this witness cosigned; it does not go on");
      }
    }
    return kept;
  }

  /**
   * Its public key, which others put into their policies.
   *
   * @return of type {@link NoteKey#ED25519_COSIGNATURE}
   */
  public NoteKey key() {
    return signer.key();
  }

  /**
   * Decides about a request. Checked in this order: its form (400), the origin (404), the log's signature (403), old size above
   * the checkpoint's (400), old size not the remembered one (409), proof (422).
   *
   * @param body of the request
   * @return the cosignature, which is remembered durably, or why there is none
   */
  public WitnessAnswer addCheckpoint(byte[] body) {
    AddCheckpointRequest request;
    try {
      request = AddCheckpointRequest.parse(body);
    } catch (TransparencyException e) {
      return WitnessAnswer.refused(WitnessAnswer.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
    Checkpoint checkpoint = request.checkpoint().checkpoint();
    KnownLog log = logs.get(checkpoint.origin());
    if (log == null) {
      return WitnessAnswer.refused(WitnessAnswer.NOT_FOUND, "no such log here");
    }
    List<NoteSignature> verified;
    try {
      verified = request.checkpoint().note().verify(log.verifiers);
    } catch (TransparencyException e) {
      return WitnessAnswer.refused(WitnessAnswer.FORBIDDEN, String.valueOf(e.getMessage()));
    }
    if (request.oldSize() > checkpoint.head().size()) {
      return WitnessAnswer.refused(
          WitnessAnswer.BAD_REQUEST,
          "old size " + request.oldSize() + " is above " + checkpoint.head().size());
    }
    synchronized (log) {
      return decide(log, request.oldSize(), request.proof(), checkpoint, verified);
    }
  }

  private WitnessAnswer decide(
      KnownLog log,
      long oldSize,
      ConsistencyProof proof,
      Checkpoint checkpoint,
      List<NoteSignature> verified) {
    TreeHead remembered = log.head();
    if (oldSize != remembered.size()) {
      return new WitnessAnswer(
          WitnessAnswer.CONFLICT, WitnessAnswer.SIZE, remembered.size() + "\n");
    }
    try {
      proof.verify(remembered, checkpoint.head());
    } catch (TransparencyException e) {
      return WitnessAnswer.refused(WitnessAnswer.UNPROCESSABLE, String.valueOf(e.getMessage()));
    }
    long time = clock.instant().getEpochSecond();
    if (log.failed || time < 1) {
      return WitnessAnswer.refused(
          WitnessAnswer.FAILED, "the witness has a fault; its operator has to look");
    }
    NoteSignature cosignature = Cosignature.sign(signer, checkpoint.text(), time);
    // lines of keys that nobody verified could lock the log out when they are read again
    List<NoteSignature> lines = new ArrayList<>(verified);
    lines.add(cosignature);
    SignedCheckpoint newest =
        new SignedCheckpoint(checkpoint, new SignedNote(checkpoint.text(), lines));
    try {
      store.save(newest);
    } catch (IOException e) {
      // what is on the disk now is not known, and a flush that failed once may seem to succeed
      // later
      log.failed = true;
      System.getLogger(Witness.class.getName())
          .log(System.Logger.Level.ERROR, "cannot remember a checkpoint; restart the witness", e);
      return WitnessAnswer.refused(
          WitnessAnswer.FAILED, "the witness has a fault; its operator has to look");
    }
    log.newest = Optional.of(newest);
    return new WitnessAnswer(WitnessAnswer.OK, WitnessAnswer.TEXT, cosignature + "\n");
  }

  /**
   * The newest checkpoint that it cosigned, so that everybody sees what it saw.
   *
   * @param originHash SHA-256 of the log's origin, 64 lower-case hexadecimal digits
   * @return the checkpoint, or that there is none
   */
  public WitnessAnswer checkpoint(String originHash) {
    for (Map.Entry<String, KnownLog> entry : logs.entrySet()) {
      KnownLog log = entry.getValue();
      if (WitnessFolder.name(entry.getKey()).equals(originHash)) {
        synchronized (log) {
          if (log.newest.isPresent()) {
            return new WitnessAnswer(
                WitnessAnswer.OK, WitnessAnswer.TEXT, log.newest.get().toString());
          }
        }
      }
    }
    return WitnessAnswer.refused(WitnessAnswer.NOT_FOUND, "no checkpoint of such a log here");
  }
}
