package org.depinsdk.transparency.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.TransparencyException.Reason;
import org.depinsdk.transparency.internal.Strict;

/**
 * A public key that verifies signatures on notes, with the name of its holder (C2SP signed-note). As a string it is a
 * <i>vkey</i>: {@code NAME+KEYID+BASE64}, where the key id is 8 lower-case hexadecimal digits and the base64 is of the type byte
 * and the key.
 *
 * <p>Keys of types that this library does not know can be read and printed, so that a list of them can name newer ones; only
 * {@link #verifier} refuses them.
 */
public final class NoteKey {
  /** Type of a key whose Ed25519 signatures are over the text of a note. */
  public static final int ED25519 = 0x01;

  /** Type of a witness's key whose Ed25519 signatures are over a time and a checkpoint (C2SP tlog-cosignature). */
  public static final int ED25519_COSIGNATURE = 0x04;

  /** Type of a witness's ML-DSA-44 key (C2SP tlog-cosignature), which this library reads and does not verify with. */
  public static final int ML_DSA_44_COSIGNATURE = 0x06;

  private static final int ML_DSA_44_BYTES = 1312;
  private static final int ID_DIGITS = 8;

  private final String name;
  private final int type;
  private final byte[] key;
  private final int id;

  private NoteKey(String name, int type, byte[] key) {
    this.name = name;
    this.type = type;
    this.key = key;
    this.id = id(name, type, key);
  }

  /**
   * A key.
   *
   * @param name of its holder, often a domain name and a path; not empty, without spaces and {@code +}
   * @param type the signature type, 0 to 255
   * @param key the public key
   * @return the key
   * @throws TransparencyException if the name has another form, the key is empty, or a key of a known type is not valid
   */
  public static NoteKey of(String name, int type, byte[] key) throws TransparencyException {
    checkName(name);
    if (type < 0 || type > 255) {
      throw TransparencyException.malformed("a signature type is a byte, not " + type);
    }
    boolean ed25519 = type == ED25519 || type == ED25519_COSIGNATURE;
    if (ed25519
        && (key.length != Ed25519.PUBLIC_KEY_SIZE || !Ed25519.validatePublicKeyFull(key, 0))) {
      throw TransparencyException.malformed("the key of " + name
          + " is not an Ed25519 key of prime order in 32 bytes, but " + key.length + " bytes");
    }
    if (key.length == 0 || (type == ML_DSA_44_COSIGNATURE && key.length != ML_DSA_44_BYTES)) {
      throw TransparencyException.malformed(
          "the key of " + name + " has the wrong length: " + key.length + " bytes");
    }
    return new NoteKey(name, type, key.clone());
  }

  /**
   * Reads a vkey.
   *
   * @param vkey {@code NAME+KEYID+BASE64}
   * @return the key
   * @throws TransparencyException if it has another form, or its key id is not that of name, type and key
   */
  public static NoteKey parse(String vkey) throws TransparencyException {
    String[] parts = vkey.split("\\+", 3);
    if (parts.length != 3 || parts[1].length() != ID_DIGITS) {
      throw TransparencyException.malformed(
          "a vkey is NAME+KEYID+BASE64, not " + Strict.shown(vkey));
    }
    byte[] typeAndKey = Strict.base64(parts[2], "key of a vkey");
    if (typeAndKey.length == 0) {
      throw TransparencyException.malformed("a vkey without key: " + Strict.shown(vkey));
    }
    NoteKey key =
        of(parts[0], typeAndKey[0] & 0xff, Arrays.copyOfRange(typeAndKey, 1, typeAndKey.length));
    if (!HexFormat.of().toHexDigits(key.id).equals(parts[1])) {
      throw TransparencyException.malformed(
          "the key id of a vkey is " + HexFormat.of().toHexDigits(key.id)
              + " for its name and key, not " + Strict.shown(parts[1]));
    }
    return key;
  }

  private static int id(String name, int type, byte[] key) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(name.getBytes(StandardCharsets.UTF_8));
      sha256.update((byte) '\n');
      sha256.update((byte) type);
      return ByteBuffer.wrap(sha256.digest(key)).getInt();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  static void checkName(String name) throws TransparencyException {
    if (name.isEmpty() || name.codePoints().anyMatch(NoteKey::neverInName)) {
      throw TransparencyException.malformed(
          "a key name is not empty and has no spaces, plus signs or control characters: "
              + Strict.shown(name));
    }
  }

  private static boolean neverInName(int c) {
    // U+0085 is a space to Unicode, not to Java; a lone surrogate has no UTF-8
    return c == '+'
        || c < 0x20
        || c == 0x85
        || Character.isSpaceChar(c)
        || Character.isWhitespace(c)
        || Character.getType(c) == Character.SURROGATE;
  }

  /**
   * Who holds the key.
   *
   * @return its name
   */
  public String name() {
    return name;
  }

  /**
   * The signature type.
   *
   * @return 0 to 255
   */
  public int type() {
    return type;
  }

  /**
   * The public key.
   *
   * @return a copy of its bytes
   */
  public byte[] key() {
    return key.clone();
  }

  /**
   * The key id, which comes before every signature: the first 4 bytes of SHA-256(name || LF || type || key).
   *
   * @return the bytes as a number, big-endian
   */
  public int id() {
    return id;
  }

  /**
   * What verifies with this key.
   *
   * @return a verifier of plain notes or of cosignatures, by the key's type
   * @throws TransparencyException if the type is neither {@link #ED25519} nor {@link #ED25519_COSIGNATURE}
   */
  public NoteVerifier verifier() throws TransparencyException {
    return switch (type) {
      case ED25519 -> new Ed25519NoteVerifier(this);
      case ED25519_COSIGNATURE -> new CosignatureVerifier(this);
      default ->
        throw new TransparencyException(
            Reason.UNSUPPORTED_KEY,
            "the key of " + name + " has signature type " + type + "; 1 and 4 are supported");
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NoteKey that
        && type == that.type
        && name.equals(that.name)
        && Arrays.equals(key, that.key);
  }

  @Override
  public int hashCode() {
    return id;
  }

  /** The vkey. */
  @Override
  public String toString() {
    byte[] typeAndKey =
        ByteBuffer.allocate(1 + key.length).put((byte) type).put(key).array();
    return name + "+" + HexFormat.of().toHexDigits(id) + "+" + Strict.base64(typeAndKey);
  }
}
