package org.depinsdk.storage.sia;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.jspecify.annotations.Nullable;

/**
 * Shows one leaf of a file against the root that a contract commits to.
 *
 * @param leaf {@value SiaTree#LEAF_BYTES} bytes, with zeros behind the file's end; copied
 * @param path the siblings, the leaf's own first
 */
public record SiaProof(byte[] leaf, List<Bytes32> path) {
  // a file of 2^63 bytes
  private static final int MAX_PATH = 57;

  /**
   * Copies.
   *
   * @throws IllegalArgumentException if the leaf has another length
   */
  public SiaProof {
    if (leaf.length != SiaTree.LEAF_BYTES) {
      throw new IllegalArgumentException(
          "a leaf has " + SiaTree.LEAF_BYTES + " bytes, not " + leaf.length);
    }
    leaf = leaf.clone();
    path = List.copyOf(path);
  }

  /**
   * The leaf.
   *
   * @return a fresh copy
   */
  @Override
  public byte[] leaf() {
    return leaf.clone();
  }

  /**
   * Which leaf a contract asks for: BLAKE2b-256 of the block at its proof height and of its own id, as a big-endian number,
   * modulo the leaves.
   *
   * @param blockId of the block at the contract's proof height
   * @param contractId of the contract
   * @param size of the file in bytes, 0 or more
   * @return the leaf, 0 for an empty file
   * @throws IllegalArgumentException if the size is negative
   */
  public static long challenge(Bytes32 blockId, Bytes32 contractId, long size) {
    long leaves = leaves(size);
    BigInteger seed =
        new BigInteger(1, SiaTree.hash(blockId.bytes(), contractId.bytes()).bytes());
    return leaves == 0 ? 0 : seed.mod(BigInteger.valueOf(leaves)).longValueExact();
  }

  private static long leaves(long size) {
    if (size < 0) {
      throw new IllegalArgumentException("size must be 0 or more, not " + size);
    }
    return size / SiaTree.LEAF_BYTES + (size % SiaTree.LEAF_BYTES == 0 ? 0 : 1);
  }

  /**
   * Whether this shows a leaf of a file. How long the path must be follows from the size that the contract commits to, so that no
   * node above the leaves passes for one.
   *
   * @param root of the file
   * @param size of the file in bytes
   * @param index which leaf was asked for, from 0
   * @return true only if it does
   */
  public boolean verify(Bytes32 root, long size, long index) {
    long last = size < 1 ? -1 : leaves(size) - 1;
    if (index < 0 || index > last) {
      return false;
    }
    // below this height the leaf and the last one lie in different subtrees: bits of the index say
    // on which side a sibling lies
    int inner = Long.SIZE - Long.numberOfLeadingZeros(index ^ last);
    if (path.size() != inner + (inner == Long.SIZE ? 0 : Long.bitCount(index >>> inner))) {
      return false;
    }
    Bytes32 at = SiaTree.leaf(leaf);
    for (int i = 0; i < path.size(); i++) {
      boolean right = i < inner && (index >>> i & 1) == 0;
      at = right ? SiaTree.node(at, path.get(i)) : SiaTree.node(path.get(i), at);
    }
    return at.equals(root);
  }

  /**
   * Leaf and path one after the other.
   *
   * @return 64 bytes and 32 for each sibling
   */
  public byte[] toBytes() {
    byte[] bytes = Arrays.copyOf(leaf, SiaTree.LEAF_BYTES + Bytes32.LENGTH * path.size());
    for (int i = 0; i < path.size(); i++) {
      path.get(i).putInto(bytes, SiaTree.LEAF_BYTES + Bytes32.LENGTH * i);
    }
    return bytes;
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @param bytes of any length
   * @return the proof
   * @throws EncodingException if the bytes are not a leaf and at most {@value #MAX_PATH} hashes
   */
  public static SiaProof parse(byte[] bytes) throws EncodingException {
    int path = bytes.length - SiaTree.LEAF_BYTES;
    if (path < 0 || path % Bytes32.LENGTH != 0 || path > MAX_PATH * Bytes32.LENGTH) {
      throw new EncodingException("a proof has 64 bytes and 0 to " + MAX_PATH
          + " hashes of 32 bytes, not " + bytes.length + " bytes");
    }
    List<Bytes32> nodes = new ArrayList<>();
    for (int at = SiaTree.LEAF_BYTES; at < bytes.length; at += Bytes32.LENGTH) {
      nodes.add(Bytes32.at(bytes, at));
    }
    return new SiaProof(Arrays.copyOf(bytes, SiaTree.LEAF_BYTES), nodes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SiaProof p && Arrays.equals(leaf, p.leaf) && path.equals(p.path);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Arrays.hashCode(leaf), path);
  }

  @Override
  public String toString() {
    return "SiaProof[" + path.size() + " hashes]";
  }
}
