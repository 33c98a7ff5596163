package org.depinsdk.transparency.note;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.TransparencyException.Reason;

/**
 * A checkpoint with the signatures of its log and of witnesses, none of which is verified before it is asked for.
 *
 * @param checkpoint what is signed
 * @param note its text and its signatures
 */
public record SignedCheckpoint(Checkpoint checkpoint, SignedNote note) {
  /**
   * A signed checkpoint.
   *
   * @throws IllegalArgumentException if the note has another text than the checkpoint's
   */
  public SignedCheckpoint {
    if (!note.text().equals(checkpoint.text())) {
      throw new IllegalArgumentException("the note has another text than the checkpoint");
    }
  }

  /**
   * Signs a checkpoint.
   *
   * @param checkpoint what to sign
   * @param log the log's key
   * @return the checkpoint with one signature
   * @throws IllegalArgumentException if the key's name is not the origin or its type is not {@link NoteKey#ED25519}
   */
  public static SignedCheckpoint sign(Checkpoint checkpoint, NoteSigner log) {
    if (!log.key().name().equals(checkpoint.origin())) {
      throw new IllegalArgumentException(
          "the key of " + log.key().name() + " cannot sign for the log " + checkpoint.origin());
    }
    return new SignedCheckpoint(checkpoint, SignedNote.sign(checkpoint.text(), log));
  }

  /**
   * Reads a signed checkpoint.
   *
   * @param note UTF-8
   * @return the checkpoint, whose signatures nobody has verified
   * @throws TransparencyException if it is not a note or its text is not a checkpoint
   */
  public static SignedCheckpoint parse(byte[] note) throws TransparencyException {
    return of(SignedNote.parse(note));
  }

  /**
   * Reads a signed checkpoint.
   *
   * @param note the characters
   * @return the checkpoint, whose signatures nobody has verified
   * @throws TransparencyException if it is not a note or its text is not a checkpoint
   */
  public static SignedCheckpoint parse(String note) throws TransparencyException {
    return of(SignedNote.parse(note));
  }

  private static SignedCheckpoint of(SignedNote note) throws TransparencyException {
    return new SignedCheckpoint(Checkpoint.parse(note.text()), note);
  }

  /**
   * Adds a signature.
   *
   * @param signature the line of a witness
   * @return the checkpoint with this line as its last
   */
  public SignedCheckpoint with(NoteSignature signature) {
    return new SignedCheckpoint(checkpoint, note.with(signature));
  }

  /**
   * Verifies the log's signature.
   *
   * @param log the log's key, whose name is the log's origin
   * @return the checkpoint
   * @throws TransparencyException if it is of another log, or this key's signature is absent or wrong
   */
  public Checkpoint verify(NoteKey log) throws TransparencyException {
    if (!log.name().equals(checkpoint.origin())) {
      throw new TransparencyException(
          Reason.WRONG_ORIGIN, "a checkpoint of " + checkpoint.origin() + ", not of " + log.name());
    }
    note.verify(log);
    return checkpoint;
  }

  /**
   * Verifies the cosignatures of known witnesses. Those with time 0 are left out; of several by one witness the latest counts.
   *
   * @param witnesses their keys, of type {@link NoteKey#ED25519_COSIGNATURE}; those of other types are left out
   * @return what was verified, in the order of the witnesses' names; may be empty
   * @throws TransparencyException if a cosignature of a known witness is wrong
   */
  public List<Cosignature> cosignatures(Collection<NoteKey> witnesses)
      throws TransparencyException {
    List<NoteVerifier> known = new ArrayList<>();
    for (NoteKey key : witnesses) {
      if (key.type() == NoteKey.ED25519_COSIGNATURE
          && note.signatures().stream().anyMatch(s -> s.claims(key))) {
        known.add(key.verifier());
      }
    }
    Map<String, Cosignature> latest = new TreeMap<>();
    for (NoteSignature signature :
        known.isEmpty() ? List.<NoteSignature>of() : note.verify(known)) {
      NoteKey witness = known.stream()
          .map(NoteVerifier::key)
          .filter(signature::claims)
          .findFirst()
          .orElseThrow();
      Cosignature cosignature = new Cosignature(witness, Cosignature.time(signature.signature()));
      if (cosignature.time() > 0) {
        latest.merge(witness.toString(), cosignature, (a, b) -> a.time() >= b.time() ? a : b);
      }
    }
    return List.copyOf(latest.values());
  }

  /** The note as it is stored and sent. */
  @Override
  public String toString() {
    return note.toString();
  }
}
