package org.depinsdk.transparency.note;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.TransparencyException.Reason;
import org.depinsdk.transparency.internal.Strict;

/**
 * A text with signatures (C2SP signed-note). To hold one says nothing about whether the signatures are right: {@link #verify}
 * does.
 *
 * @param text what is signed; ends in a line feed
 * @param signatures the lines behind it, 1 to 100
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
  /** The largest note that is read, in bytes, as Go's package has it. */
  public static final int MAX_BYTES = 1_000_000;

  /** How many signature lines are read, as Go's package has it. The specification asks for 16 or more. */
  public static final int MAX_SIGNATURES = 100;

  /**
   * A note.
   *
   * @throws IllegalArgumentException if the text does not end in a line feed, holds a control character or has no UTF-8, or there
   *     are not 1 to 100 signatures
   */
  public SignedNote {
    signatures = List.copyOf(signatures);
    try {
      checkText(text);
      checkNumber(signatures.size());
    } catch (TransparencyException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * Signs a text.
   *
   * @param text ends in a line feed
   * @param signer holds a key of type {@link NoteKey#ED25519}
   * @return the note
   * @throws IllegalArgumentException if a note may not have this text or the key is of another type
   */
  public static SignedNote sign(String text, NoteSigner signer) {
    if (signer.key().type() != NoteKey.ED25519) {
      throw new IllegalArgumentException(
          "a note is signed by a key of type 1, not " + signer.key().type());
    }
    byte[] signature = signer.sign(text.getBytes(StandardCharsets.UTF_8));
    return new SignedNote(text, List.of(NoteSignature.of(signer.key(), signature)));
  }

  /**
   * Reads a note.
   *
   * @param note UTF-8
   * @return the note, whose signatures nobody has verified
   * @throws TransparencyException if it has another form, more than 1,000,000 bytes or more than 100 signatures
   */
  public static SignedNote parse(byte[] note) throws TransparencyException {
    if (note.length > MAX_BYTES) {
      throw TransparencyException.malformed(
          "a note has at most " + MAX_BYTES + " bytes, not " + note.length);
    }
    return parse(Strict.utf8(note, "note"));
  }

  /**
   * Reads a note.
   *
   * @param note the characters
   * @return the note, whose signatures nobody has verified
   * @throws TransparencyException if it has another form, more than 1,000,000 characters or more than 100 signatures
   */
  public static SignedNote parse(String note) throws TransparencyException {
    int empty = note.lastIndexOf("\n\n");
    if (note.length() > MAX_BYTES || empty < 0 || !note.endsWith("\n")) {
      throw TransparencyException.malformed("a note is at most " + MAX_BYTES
          + " characters: text, an empty line and signatures, each ending in a line feed");
    }
    String text = note.substring(0, empty + 1);
    checkText(text);
    String[] lines = note.substring(empty + 2).split("\n", MAX_SIGNATURES + 2);
    // the last part is what follows the last line feed: nothing
    checkNumber(lines.length - 1);
    List<NoteSignature> signatures = new ArrayList<>();
    for (int i = 0; i < lines.length - 1; i++) {
      signatures.add(NoteSignature.parse(lines[i]));
    }
    return new SignedNote(text, signatures);
  }

  private static void checkText(String text) throws TransparencyException {
    if (!text.endsWith("\n") || text.codePoints().anyMatch(SignedNote::neverInText)) {
      throw TransparencyException.malformed(
          "the text of a note ends in a line feed and has no other control characters");
    }
  }

  private static boolean neverInText(int c) {
    return (c < 0x20 && c != '\n') || (c <= 0xffff && Character.isSurrogate((char) c));
  }

  private static void checkNumber(int signatures) throws TransparencyException {
    if (signatures < 1 || signatures > MAX_SIGNATURES) {
      throw TransparencyException.malformed(
          "a note has 1 to " + MAX_SIGNATURES + " signatures, not " + signatures);
    }
  }

  /**
   * Adds a signature.
   *
   * @param signature the line
   * @return the note with this line as its last, or the same note if it has the line
   * @throws IllegalArgumentException if the note has 100 signatures
   */
  public SignedNote with(NoteSignature signature) {
    Set<NoteSignature> more = new LinkedHashSet<>(signatures);
    more.add(signature);
    return new SignedNote(text, List.copyOf(more));
  }

  /**
   * Verifies the signatures of known keys. Those of unknown keys are ignored.
   *
   * @param known verifiers of the keys that matter to the caller
   * @return the signatures that were verified, at least one, each once
   * @throws TransparencyException if a signature that claims to be of a known key is wrong, two known keys have one name and id, or
   *     no signature is of a known key
   */
  public List<NoteSignature> verify(Collection<? extends NoteVerifier> known)
      throws TransparencyException {
    Set<NoteSignature> verified = new LinkedHashSet<>();
    for (NoteSignature signature : signatures) {
      List<? extends NoteVerifier> claimed =
          known.stream().filter(v -> signature.claims(v.key())).toList();
      if (claimed.stream().map(NoteVerifier::key).distinct().count() > 1) {
        throw TransparencyException.malformed(
            "two known keys have the name " + signature.name() + " and one id");
      }
      if (!claimed.isEmpty()) {
        if (!claimed.get(0).verify(text, signature.signature())) {
          throw new TransparencyException(
              Reason.WRONG_SIGNATURE, "the signature of " + signature.name() + " does not verify");
        }
        verified.add(signature);
      }
    }
    if (verified.isEmpty()) {
      throw new TransparencyException(Reason.NO_KNOWN_SIGNATURE, "no signature is of a known key");
    }
    return List.copyOf(verified);
  }

  /**
   * Verifies the signatures of one key.
   *
   * @param key the key
   * @return the signatures of this key, at least one
   * @throws TransparencyException if one of them is wrong, there is none, or the key's type is not supported
   */
  public List<NoteSignature> verify(NoteKey key) throws TransparencyException {
    return verify(List.of(key.verifier()));
  }

  /** The note as it is stored and sent, without more behind it. */
  @Override
  public String toString() {
    StringBuilder note = new StringBuilder(text).append('\n');
    signatures.forEach(s -> note.append(s).append('\n'));
    return note.toString();
  }
}
