package org.depinsdk.service.log;

import java.io.IOException;
import org.depinsdk.transparency.tree.HashSource;
import org.depinsdk.transparency.tree.TreeHash;

/** The part of the tree that is published, and so need not be kept in memory. */
public interface Published extends HashSource {
  /** Nothing is published: all records stay in memory. */
  Published NOTHING = new Published() {
    @Override
    public byte[] record(long index) throws IOException {
      throw new IOException("record " + index + " is not published");
    }

    @Override
    public TreeHash hash(int level, long index) throws IOException {
      throw new IOException("nothing is published");
    }
  };

  /**
   * A published record.
   *
   * @param index its index in the tree
   * @return its bytes
   * @throws IOException if it cannot be read
   */
  byte[] record(long index) throws IOException;
}
