package org.depinsdk.epoch;

import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.NoteKey;
import org.depinsdk.transparency.note.NoteSigner;
import org.depinsdk.transparency.note.SignedNote;

/**
 * The network's signature on a manifest, as a small signed note (C2SP signed-note) beside it. Two notes of one network and epoch
 * with different hashes are a proof, for everybody and for ever, that the network signed two histories. The key is that of the
 * network's log; the second line keeps a note apart from a checkpoint, whose second line is a number.
 */
final class ManifestNote {
  /** The note's file name. */
  static final String FILE = BundleManifest.NOTE;

  private ManifestNote() {}

  static String text(BundleManifest manifest) {
    return "depin-bundle-manifest/1\nnetwork " + manifest.network() + "\nepoch " + manifest.epoch()
        + "\nsha256 " + manifest.hash() + "\n";
  }

  static SignedNote sign(BundleManifest manifest, NoteSigner signer) {
    return SignedNote.sign(text(manifest), signer);
  }

  /** Verifies a note; the message of the exception says what is wrong. */
  static void verify(byte[] note, BundleManifest manifest, NoteKey key)
      throws TransparencyException {
    SignedNote signed = SignedNote.parse(note);
    if (!signed.text().equals(text(manifest))) {
      throw TransparencyException.malformed(
          "is about another manifest than the one beside it, whose hash is " + manifest.hash());
    }
    signed.verify(key);
  }
}
