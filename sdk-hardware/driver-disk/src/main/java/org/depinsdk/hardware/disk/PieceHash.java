package org.depinsdk.hardware.disk;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 over what is on the disk, in blocks. */
final class PieceHash {
  private static final int BLOCK_BYTES = 256 << 10;

  private PieceHash() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static boolean fits(MessageDigest digest, PieceId piece) {
    return MessageDigest.isEqual(digest.digest(), piece.hash().bytes());
  }

  /** Adds the bytes of a piece from one place up to another. */
  static void update(MessageDigest digest, PieceReader reader, long from, long until)
      throws IOException {
    byte[] block = new byte[(int) Math.min(BLOCK_BYTES, until - from)];
    for (long at = from; at < until; ) {
      int read = reader.read(at, block, 0, (int) Math.min(block.length, until - at));
      digest.update(block, 0, read);
      at += read;
    }
  }
}
