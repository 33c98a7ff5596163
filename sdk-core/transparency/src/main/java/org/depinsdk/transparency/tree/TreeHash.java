package org.depinsdk.transparency.tree;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.internal.Strict;

/** A hash in a tree of RFC 6962: 32 bytes of SHA-256. */
public final class TreeHash {
  /** How many bytes a hash has. */
  public static final int BYTES = 32;

  private static final ThreadLocal<Hasher> HASHER = ThreadLocal.withInitial(Hasher::new);
  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  /** The root of the tree without leaves: SHA-256 of nothing. */
  public static final TreeHash EMPTY_TREE = new TreeHash(sha256().digest());

  /** What a thread hashes with. */
  private static final class Hasher {
    final MessageDigest sha256 = sha256();
    final byte[] node = new byte[1 + 2 * BYTES];
    // longer entries are hashed in two steps; it begins with LEAF, which is zero
    final byte[] leaf = new byte[1_024];

    Hasher() {
      node[0] = NODE;
    }
  }

  private final byte[] bytes;

  private TreeHash(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * A hash that was computed before.
   *
   * @param bytes 32 bytes
   * @return the hash
   * @throws IllegalArgumentException if there are not 32 bytes
   */
  public static TreeHash of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /**
   * A hash that was computed before, out of a longer array.
   *
   * @param bytes an array
   * @param from where the hash begins
   * @param to where it ends
   * @return the hash
   * @throws IllegalArgumentException if these are not 32 bytes
   * @throws ArrayIndexOutOfBoundsException if they are not all in the array
   */
  public static TreeHash of(byte[] bytes, int from, int to) {
    if (to - from != BYTES || to > bytes.length) {
      throw new IllegalArgumentException("a hash has 32 bytes, not " + (to - from));
    }
    return new TreeHash(Arrays.copyOfRange(bytes, from, to));
  }

  /**
   * Reads a hash as notes and proofs write it.
   *
   * @param base64 44 characters
   * @return the hash
   * @throws TransparencyException if it is not the base64 of 32 bytes
   */
  public static TreeHash parse(String base64) throws TransparencyException {
    byte[] bytes = Strict.base64(base64, "hash");
    if (bytes.length != BYTES) {
      throw TransparencyException.malformed("a hash has 32 bytes, not " + bytes.length);
    }
    return new TreeHash(bytes);
  }

  /**
   * The hash of a leaf: SHA-256(0x00 || entry).
   *
   * @param entry what the log holds
   * @return its hash
   */
  public static TreeHash ofLeaf(byte[] entry) {
    Hasher hasher = HASHER.get();
    byte[] leaf = hasher.leaf;
    if (entry.length < leaf.length) {
      // at once: the digest takes a single byte as slowly as a block
      System.arraycopy(entry, 0, leaf, 1, entry.length);
      hasher.sha256.update(leaf, 0, 1 + entry.length);
      return new TreeHash(hasher.sha256.digest());
    }
    hasher.sha256.update(LEAF);
    return new TreeHash(hasher.sha256.digest(entry));
  }

  /**
   * The hash of a node: SHA-256(0x01 || left || right).
   *
   * @param left hash of its left child
   * @param right hash of its right child
   * @return its hash
   */
  public static TreeHash ofNode(TreeHash left, TreeHash right) {
    Hasher hasher = HASHER.get();
    System.arraycopy(left.bytes, 0, hasher.node, 1, BYTES);
    System.arraycopy(right.bytes, 0, hasher.node, 1 + BYTES, BYTES);
    return new TreeHash(hasher.sha256.digest(hasher.node));
  }

  /**
   * The bytes.
   *
   * @return a copy of the 32 bytes
   */
  public byte[] bytes() {
    return bytes.clone();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TreeHash hash && Arrays.equals(bytes, hash.bytes);
  }

  /** The first bytes: they are a hash already. */
  @Override
  public int hashCode() {
    return bytes[0] << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
  }

  /** The base64 that notes and proofs write. */
  @Override
  public String toString() {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
