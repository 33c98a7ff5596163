package org.depinsdk.transparency.note;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.internal.Strict;

/** A signature line of a note: {@code — NAME BASE64}, where the base64 is of the key id and the signature. */
public final class NoteSignature {
  private static final String DASH = "\u2014 ";
  // an ML-DSA-44 cosignature has 2,428 bytes
  private static final int MAX_LINE = 8192;

  private final String name;
  private final int keyId;
  private final byte[] signature;

  private NoteSignature(String name, int keyId, byte[] signature) {
    this.name = name;
    this.keyId = keyId;
    this.signature = signature;
  }

  static NoteSignature of(NoteKey key, byte[] signature) {
    return new NoteSignature(key.name(), key.id(), signature.clone());
  }

  /**
   * Reads a line.
   *
   * @param line without its line feed
   * @return the signature, which nobody has verified
   * @throws TransparencyException if it has another form or more than 8,192 characters
   */
  public static NoteSignature parse(String line) throws TransparencyException {
    int space = line.lastIndexOf(' ');
    if (line.length() > MAX_LINE || !line.startsWith(DASH) || space < DASH.length()) {
      throw TransparencyException.malformed(
          "a signature line is a dash (U+2014), a name and base64, not " + Strict.shown(line));
    }
    String name = line.substring(DASH.length(), space);
    NoteKey.checkName(name);
    byte[] bytes = Strict.base64(line.substring(space + 1), "signature of " + name);
    if (bytes.length <= Integer.BYTES) {
      throw TransparencyException.malformed("the signature of " + name + " has " + bytes.length
          + " bytes; 4 bytes of key id are followed by more");
    }
    return new NoteSignature(
        name,
        ByteBuffer.wrap(bytes).getInt(),
        Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length));
  }

  /**
   * Who is said to have signed.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Which key of that name.
   *
   * @return its id
   */
  public int keyId() {
    return keyId;
  }

  /**
   * The signature, without key id.
   *
   * @return a copy of its bytes
   */
  public byte[] signature() {
    return signature.clone();
  }

  /**
   * Whether it claims to be of a key.
   *
   * @param key the key
   * @return whether name and key id are the key's
   */
  public boolean claims(NoteKey key) {
    return keyId == key.id() && name.equals(key.name());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NoteSignature that
        && keyId == that.keyId
        && name.equals(that.name)
        && Arrays.equals(signature, that.signature);
  }

  @Override
  public int hashCode() {
    return 31 * keyId + Arrays.hashCode(signature);
  }

  /** The line, without line feed. */
  @Override
  public String toString() {
    byte[] bytes = ByteBuffer.allocate(Integer.BYTES + signature.length)
        .putInt(keyId)
        .put(signature)
        .array();
    return DASH + name + " " + Strict.base64(bytes);
  }
}
