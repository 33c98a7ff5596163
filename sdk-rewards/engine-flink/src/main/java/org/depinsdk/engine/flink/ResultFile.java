package org.depinsdk.engine.flink;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** The file of a partition: rows, each behind one octet that says what it is and its length; then octet {@value #END}. */
final class ResultFile {
  private static final int END = 0x7f;

  private ResultFile() {}

  /** Writes a file that appears whole or not at all. */
  static final class Writer implements Closeable {
    private final Path draft;
    private final FileChannel file;
    private final DataOutputStream out;

    Writer(Path folder) throws IOException {
      // two attempts of one task may write at the same time
      this.draft = folder.resolve("draft-" + UUID.randomUUID());
      this.file = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      this.out =
          new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16));
    }

    void add(int what, byte[] row) throws IOException {
      out.writeByte(what);
      out.writeInt(row.length);
      out.write(row);
    }

    void commit(Path place) throws IOException {
      out.writeByte(END);
      out.flush();
      file.force(true);
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
      file.close();
      Files.deleteIfExists(draft);
    }
  }

  /** Takes the rows of a file. */
  interface Visitor {
    void visit(int what, byte[] row) throws IOException;
  }

  static void read(Path place, Visitor visitor) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(place), 1 << 16))) {
      for (int what = in.readByte(); what != END; what = in.readByte()) {
        byte[] row = new byte[in.readInt()];
        in.readFully(row);
        visitor.visit(what, row);
      }
    }
  }
}
