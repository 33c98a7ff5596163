package org.depinsdk.hardware.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.stream.Stream;

/** What the tests of this jar do with stores. */
final class Stores {
  static final StoreLimits LIMITS = new StoreLimits(1 << 20, Long.MAX_VALUE, 0);

  private Stores() {}

  static PieceStore create(Path folder) throws IOException {
    PieceStore.init(folder, "node-1");
    return open(folder);
  }

  static PieceStore open(Path folder) throws IOException {
    return PieceStore.open(folder, LIMITS, InstantSource.fixed(Instant.now()));
  }

  static byte[] content(long seed, int size) {
    byte[] content = new byte[size];
    new Random(seed).nextBytes(content);
    return content;
  }

  static PieceId put(PieceStore store, byte[] content) throws IOException {
    PieceId id = PieceId.of(content);
    try (PieceUpload upload = store.begin(id, content.length)) {
      upload.write(content, (int) upload.position(), (int) (content.length - upload.position()));
      upload.commit();
    }
    return id;
  }

  static byte[] bytes(PieceStore store, PieceId id) throws IOException {
    try (PieceReader reader = store.read(id)) {
      byte[] content = new byte[(int) reader.size()];
      assertThat(reader.read(0, content, 0, content.length)).isEqualTo(content.length);
      return content;
    }
  }

  static Path file(Path folder, PieceId id) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(f -> f.getFileName().toString().startsWith(id.text()))
          .findFirst()
          .orElseThrow();
    }
  }

  /** One bit of a file changes. */
  static void rot(Path file, long offset) throws IOException {
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(offset);
      int before = out.read();
      out.seek(offset);
      out.write(before ^ 1);
    }
  }
}
