package org.depinsdk.hardware.disk;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.depinsdk.core.frames.DurableFiles;

/** The changes that a store makes to its disk; a test puts a disk that loses its power in their place. */
interface StoreFiles {
  /** A file that is written at its end. */
  interface Output extends Closeable {
    void write(byte[] bytes, int from, int length) throws IOException;

    /** Flushes what was written. */
    void force() throws IOException;
  }

  Output append(Path file) throws IOException;

  /** Renames at once, in place of what has that name. */
  void move(Path from, Path to) throws IOException;

  void delete(Path file) throws IOException;

  void createFolder(Path folder) throws IOException;

  /** Flushes the names in a folder. */
  void forceFolder(Path folder) throws IOException;

  /** The disk. Not through channels: those are closed for good when a thread that uses them is interrupted. */
  StoreFiles SYSTEM = new StoreFiles() {
    @Override
    public Output append(Path file) throws IOException {
      RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw");
      try {
        out.seek(out.length());
      } catch (IOException e) {
        out.close();
        throw e;
      }
      return new Output() {
        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          out.write(bytes, from, length);
        }

        @Override
        public void force() throws IOException {
          out.getFD().sync();
        }

        @Override
        public void close() throws IOException {
          out.close();
        }
      };
    }

    @Override
    public void move(Path from, Path to) throws IOException {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(Path file) throws IOException {
      Files.deleteIfExists(file);
    }

    @Override
    public void createFolder(Path folder) throws IOException {
      Files.createDirectories(folder);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
      DurableFiles.forceFolder(folder);
    }
  };
}
