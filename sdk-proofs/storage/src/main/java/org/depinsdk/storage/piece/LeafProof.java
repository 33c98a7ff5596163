package org.depinsdk.storage.piece;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;

/**
 * Shows one leaf of a piece: the leaf and the siblings on its way to the root, the proof of Filecoin's PDPVerifier. It does not
 * say which leaf it is: whoever checks it knows which one was asked for.
 *
 * @param leaf 32 bytes of the expanded piece
 * @param path the siblings, the leaf's own first; as many as the tree is high
 */
public record LeafProof(Bytes32 leaf, List<Bytes32> path) {
  /** Copies. */
  public LeafProof {
    path = List.copyOf(path);
  }

  /**
   * Whether this shows a leaf of a piece.
   *
   * <p>Leaves and inner nodes are hashed alike, so an inner node with a shorter path would pass too. Therefore the path must
   * be exactly as long as the piece's tree is high, and the position is the caller's.
   *
   * @param piece the id
   * @param position which leaf was asked for, from 0
   * @return true only if it does
   */
  public boolean verify(PieceCid piece, long position) {
    return climbs(leaf, path, piece, 0, position);
  }

  /** Whether a node of a level leads to the piece's root. */
  static boolean climbs(
      Bytes32 node, List<Bytes32> path, PieceCid piece, int level, long position) {
    if (path.size() != piece.height() - level
        || position < 0
        || position >= 1L << (piece.height() - level)) {
      return false;
    }
    Sha254 hash = new Sha254();
    byte[] pair = new byte[2 * Bytes32.LENGTH];
    byte[] at = node.bytes();
    long index = position;
    for (Bytes32 sibling : path) {
      boolean right = (index & 1) == 1;
      System.arraycopy(at, 0, pair, right ? Bytes32.LENGTH : 0, Bytes32.LENGTH);
      sibling.putInto(pair, right ? 0 : Bytes32.LENGTH);
      hash.node(pair, 0, at, 0);
      index >>>= 1;
    }
    return Bytes32.of(at).equals(piece.root());
  }

  /**
   * Leaf and path one after the other.
   *
   * @return 32 bytes each
   */
  public byte[] toBytes() {
    byte[] bytes = new byte[Bytes32.LENGTH * (1 + path.size())];
    leaf.putInto(bytes, 0);
    for (int i = 0; i < path.size(); i++) {
      path.get(i).putInto(bytes, Bytes32.LENGTH * (i + 1));
    }
    return bytes;
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @param bytes of any length
   * @return the proof
   * @throws EncodingException if the bytes are not a leaf with a path of {@value PieceCid#MIN_HEIGHT} to {@value
   *     PieceCid#MAX_HEIGHT} hashes
   */
  public static LeafProof parse(byte[] bytes) throws EncodingException {
    List<Bytes32> nodes = nodes(bytes, 1 + PieceCid.MIN_HEIGHT, "proof of a leaf");
    return new LeafProof(nodes.get(0), nodes.subList(1, nodes.size()));
  }

  static List<Bytes32> nodes(byte[] bytes, int least, String what) throws EncodingException {
    int count = bytes.length / Bytes32.LENGTH;
    if (bytes.length % Bytes32.LENGTH != 0 || count < least || count > 1 + PieceCid.MAX_HEIGHT) {
      throw new EncodingException(what + " must have " + least + " to " + (1 + PieceCid.MAX_HEIGHT)
          + " hashes of 32 bytes, not " + bytes.length + " bytes");
    }
    return hashes(bytes);
  }

  static List<Bytes32> hashes(byte[] bytes) {
    List<Bytes32> nodes = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += Bytes32.LENGTH) {
      nodes.add(Bytes32.at(bytes, at));
    }
    return nodes;
  }

  /** The paths one after the other. */
  static byte[] concat(byte[] lower, byte[] upper) {
    byte[] all = Arrays.copyOf(lower, lower.length + upper.length);
    System.arraycopy(upper, 0, all, lower.length, upper.length);
    return all;
  }
}
