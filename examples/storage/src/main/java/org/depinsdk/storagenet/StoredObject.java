package org.depinsdk.storagenet;

import java.util.List;
import org.depinsdk.hardware.disk.PieceId;
import org.depinsdk.storage.piece.PieceCid;

/**
 * What has to be known of an object to read it, but for its key. An object of this example is one segment; a larger file is cut
 * into several.
 *
 * @param name the object's name
 * @param cipherBytes length of the encrypted object
 * @param shards by number
 */
record StoredObject(String name, int cipherBytes, List<Shard> shards) {
  /**
   * One of the shards.
   *
   * @param piece SHA-256 of its bytes
   * @param cid their commitment
   */
  record Shard(PieceId piece, PieceCid cid) {}

  List<PieceCid> commitments() {
    return shards.stream().map(Shard::cid).toList();
  }
}
