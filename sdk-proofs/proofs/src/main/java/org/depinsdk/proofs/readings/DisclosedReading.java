package org.depinsdk.proofs.readings;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.InvalidFieldException;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.tree.InclusionProof;
import org.depinsdk.transparency.tree.TreeHash;

/**
 * One reading out of a tree, with its path to the root. Its leaf is the RFC 6962 leaf hash of the salt and the reading; without the
 * salt, which only the device knows, nobody can find a reading by hashing all values that it may have.
 *
 * <p>As bytes, all numbers big-endian and unsigned: index (4), salt (16), number of hashes (1), the hashes (32 each, the leaf's sibling
 * first), length of the reading (2), the reading.
 *
 * @param index which leaf, from 0
 * @param salt {@value #SALT_BYTES} bytes; copied
 * @param reading 0 to {@value #MAX_BYTES} bytes in an encoding of the proof kind's choice; copied
 * @param path the hashes beside the way from the leaf to the root
 */
public record DisclosedReading(int index, byte[] salt, byte[] reading, List<TreeHash> path) {
  /** Bytes of a salt. */
  public static final int SALT_BYTES = 16;

  /** Most bytes of a reading. */
  public static final int MAX_BYTES = 4_096;

  /** Most hashes of a path: a tree has at most {@value CommittedReadings#MAX_COUNT} leaves. */
  private static final int MAX_PATH = 24;

  /** Checks and copies. */
  public DisclosedReading {
    Fields.range("index", index, 0, CommittedReadings.MAX_COUNT - 1);
    Fields.size("salt", salt.length, SALT_BYTES, SALT_BYTES, "bytes");
    Fields.size("reading", reading.length, 0, MAX_BYTES, "bytes");
    Fields.size("path", path.size(), 0, MAX_PATH, "hashes");
    salt = salt.clone();
    reading = reading.clone();
    path = List.copyOf(path);
  }

  /**
   * The salt.
   *
   * @return a copy
   */
  @Override
  public byte[] salt() {
    return salt.clone();
  }

  /**
   * The reading.
   *
   * @return a copy
   */
  @Override
  public byte[] reading() {
    return reading.clone();
  }

  /**
   * Whether this is the reading of that index in a tree.
   *
   * @param root of the tree
   * @param count how many readings it holds
   * @return true if the path leads to that root and has the length that such a tree gives it
   */
  public boolean isIn(TreeHash root, int count) {
    try {
      return new InclusionProof(index, path).root(leaf(salt, reading), count).equals(root);
    } catch (TransparencyException e) {
      return false; // no such leaf, or a path of another length
    }
  }

  static TreeHash leaf(byte[] salt, byte[] reading) {
    byte[] entry = Arrays.copyOf(salt, salt.length + reading.length);
    System.arraycopy(reading, 0, entry, salt.length, reading.length);
    return TreeHash.ofLeaf(entry);
  }

  /**
   * The reading as bytes.
   *
   * @return in the form above
   */
  public byte[] bytes() {
    ByteBuffer out =
        ByteBuffer.allocate(4 + SALT_BYTES + 1 + path.size() * TreeHash.BYTES + 2 + reading.length);
    out.putInt(index).put(salt).put((byte) path.size());
    path.forEach(hash -> out.put(hash.bytes()));
    return out.putShort((short) reading.length).put(reading).array();
  }

  /**
   * Reads the next reading of a buffer.
   *
   * @throws BufferUnderflowException if the buffer ends too early
   * @throws InvalidFieldException if a field is out of its range
   */
  static DisclosedReading read(ByteBuffer in) {
    int index = in.getInt();
    byte[] salt = take(in, SALT_BYTES);
    int hashes = Byte.toUnsignedInt(in.get());
    Fields.size("path", hashes, 0, MAX_PATH, "hashes");
    List<TreeHash> path = new ArrayList<>(hashes);
    for (int i = 0; i < hashes; i++) {
      path.add(TreeHash.of(take(in, TreeHash.BYTES)));
    }
    int length = Short.toUnsignedInt(in.getShort());
    Fields.size("reading", length, 0, MAX_BYTES, "bytes");
    return new DisclosedReading(index, salt, take(in, length), path);
  }

  static byte[] take(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  /**
   * Reads a reading.
   *
   * @param bytes in the form above
   * @return the reading, not checked against any tree
   * @throws MalformedEvidenceException if they have another form
   */
  public static DisclosedReading parse(byte[] bytes) throws MalformedEvidenceException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      DisclosedReading reading = read(in);
      Fields.size("bytes after the reading", in.remaining(), 0, 0, "bytes");
      return reading;
    } catch (BufferUnderflowException e) {
      throw MalformedEvidenceException.unreadable("DisclosedReading");
    } catch (InvalidFieldException e) {
      throw e.asMalformedEvidence();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DisclosedReading r
        && index == r.index
        && Arrays.equals(salt, r.salt)
        && Arrays.equals(reading, r.reading)
        && path.equals(r.path);
  }

  @Override
  public int hashCode() {
    return Objects.hash(index, Arrays.hashCode(salt), Arrays.hashCode(reading), path);
  }

  @Override
  public String toString() {
    return "DisclosedReading[" + index + ", " + reading.length + " bytes]";
  }
}
