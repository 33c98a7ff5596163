package org.depinsdk.hardware.bridge.disk.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.hardware.disk.PieceId;
import org.depinsdk.storage.piece.PieceCid;
import org.depinsdk.storage.piece.PieceCommitment;
import org.depinsdk.storage.piece.TreeLayer;

/**
 * A layer of a piece's tree as a file: which piece it belongs to, and the hashes.
 *
 * <pre>
 * piece:32 bytes  level:u8  cid length:u8  cid  hashes:32 bytes each
 * </pre>
 */
record LayerFile(PieceId piece, PieceCommitment commitment) {
  private static final int PREFIX_BYTES = Bytes32.LENGTH + 2;

  byte[] toBytes() {
    byte[] cid = commitment.piece().toBytes();
    byte[] nodes = commitment.layer().toBytes();
    return ByteBuffer.allocate(PREFIX_BYTES + cid.length + nodes.length)
        .put(piece.hash().bytes())
        .put((byte) commitment.layer().level())
        .put((byte) cid.length)
        .put(cid)
        .put(nodes)
        .array();
  }

  static LayerFile parse(byte[] bytes) throws EncodingException {
    if (bytes.length < PREFIX_BYTES) {
      throw new EncodingException(
          "a layer file has at least " + PREFIX_BYTES + " bytes, not " + bytes.length);
    }
    int cidEnd = PREFIX_BYTES + Byte.toUnsignedInt(bytes[Bytes32.LENGTH + 1]);
    if (bytes.length < cidEnd) {
      throw new EncodingException("a layer file ends in its CID, at byte " + bytes.length);
    }
    PieceCid cid = PieceCid.parse(Arrays.copyOfRange(bytes, PREFIX_BYTES, cidEnd));
    TreeLayer layer = TreeLayer.parse(
        Byte.toUnsignedInt(bytes[Bytes32.LENGTH]), Arrays.copyOfRange(bytes, cidEnd, bytes.length));
    if (!layer.belongsTo(cid)) {
      throw new EncodingException("the hashes of a layer file are not those of " + cid);
    }
    return new LayerFile(new PieceId(Bytes32.at(bytes, 0)), new PieceCommitment(cid, layer));
  }
}
