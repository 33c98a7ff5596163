package org.depinsdk.transparency.note;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.internal.Strict;

/** Signs with an Ed25519 key in memory. */
public final class Ed25519NoteSigner implements NoteSigner {
  private static final String PREFIX = "PRIVATE+KEY+";

  private final NoteKey key;
  private final byte[] seed;
  // given to each signature, which would compute it again otherwise
  private final byte[] publicKey;

  private Ed25519NoteSigner(NoteKey key, byte[] seed, byte[] publicKey) {
    this.key = key;
    this.seed = seed;
    this.publicKey = publicKey;
  }

  /**
   * A key that signs plain notes, as that of a log does.
   *
   * @param name of its holder; that of a log is its origin
   * @param seed the private key of RFC 8032: 32 bytes
   * @return the signer
   * @throws TransparencyException if the name has another form
   * @throws IllegalArgumentException if the seed has another length
   */
  public static Ed25519NoteSigner ofLog(String name, byte[] seed) throws TransparencyException {
    return of(name, NoteKey.ED25519, seed);
  }

  /**
   * A key that cosigns checkpoints.
   *
   * @param name of the witness
   * @param seed the private key of RFC 8032: 32 bytes
   * @return the signer
   * @throws TransparencyException if the name has another form
   * @throws IllegalArgumentException if the seed has another length
   */
  public static Ed25519NoteSigner ofWitness(String name, byte[] seed) throws TransparencyException {
    return of(name, NoteKey.ED25519_COSIGNATURE, seed);
  }

  private static Ed25519NoteSigner of(String name, int type, byte[] seed)
      throws TransparencyException {
    if (seed.length != Ed25519.SECRET_KEY_SIZE) {
      throw new IllegalArgumentException("an Ed25519 seed has 32 bytes, not " + seed.length);
    }
    byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    return new Ed25519NoteSigner(NoteKey.of(name, type, publicKey), seed.clone(), publicKey);
  }

  /**
   * Reads a private key in the form of Go's package {@code sumdb/note}.
   *
   * @param privateKey {@code PRIVATE+KEY+NAME+KEYID+BASE64}, where the base64 is of the type byte and the seed
   * @return the signer
   * @throws TransparencyException if it has another form, a type that cannot sign here, or the id of another key
   */
  public static Ed25519NoteSigner parse(String privateKey) throws TransparencyException {
    String[] parts = privateKey.split("\\+", 5);
    byte[] typeAndSeed = privateKey.startsWith(PREFIX) && parts.length == 5
        ? Strict.base64(parts[4], "private key")
        : new byte[0];
    if (typeAndSeed.length != 1 + Ed25519.SECRET_KEY_SIZE
        || (typeAndSeed[0] != NoteKey.ED25519 && typeAndSeed[0] != NoteKey.ED25519_COSIGNATURE)) {
      throw TransparencyException.malformed(
          "a private key is " + PREFIX + "NAME+KEYID+BASE64 of the type 1 or 4 and 32 bytes");
    }
    Ed25519NoteSigner signer =
        of(parts[2], typeAndSeed[0], Arrays.copyOfRange(typeAndSeed, 1, typeAndSeed.length));
    if (!signer.id().equals(parts[3])) {
      throw TransparencyException.malformed(
          "the key id is " + signer.id() + " for this name and key, not " + Strict.shown(parts[3]));
    }
    return signer;
  }

  /**
   * The private key as {@link #parse} reads it. Whoever has it can sign.
   *
   * @return {@code PRIVATE+KEY+NAME+KEYID+BASE64}
   */
  public String privateKey() {
    byte[] typeAndSeed =
        ByteBuffer.allocate(1 + seed.length).put((byte) key.type()).put(seed).array();
    return PREFIX + key.name() + "+" + id() + "+" + Strict.base64(typeAndSeed);
  }

  private String id() {
    return HexFormat.of().toHexDigits(key.id());
  }

  @Override
  public NoteKey key() {
    return key;
  }

  @Override
  public byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  /** The public half. */
  @Override
  public String toString() {
    return "signer of " + key;
  }
}
