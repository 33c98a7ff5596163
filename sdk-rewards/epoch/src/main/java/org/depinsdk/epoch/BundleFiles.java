package org.depinsdk.epoch;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.json.JsonObject;

/** Reads and writes the files of bundles. A bundle comes from strangers: what is no plain file is not opened. */
final class BundleFiles {
  private static final int BUFFER = 1 << 16;

  private BundleFiles() {}

  /** Whether there is a plain file: no link, folder, device or pipe, which may never end or lead elsewhere. */
  static boolean isPlain(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  static InputStream open(Path file) throws IOException {
    if (!isPlain(file)) {
      throw new IOException(
          Files.exists(file, LinkOption.NOFOLLOW_LINKS)
              ? "it is no plain file"
              : "the file is missing");
    }
    return new BufferedInputStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), BUFFER);
  }

  /** A whole file of at most so many bytes. */
  static byte[] bytes(Path file, long most) throws IOException {
    try (InputStream in = open(file)) {
      byte[] bytes = in.readNBytes((int) Math.min(most + 1, Integer.MAX_VALUE - 8));
      if (bytes.length > most) {
        throw new IOException("it has more than " + most + " bytes");
      }
      return bytes;
    }
  }

  static String sha256(Path file) throws IOException {
    MessageDigest sha256 = BundleWriter.sha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = open(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
      }
    }
    return Hex.encode(sha256.digest());
  }

  /** Goes over a file of JSON lines, each at most {@link BundleJson#MAX_LINE} bytes. */
  static void lines(Path file, EpochBundle.LineReader<JsonObject> reader)
      throws IOException, EncodingException {
    long number = 0;
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (InputStream in = open(file)) {
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next != '\n') {
          line.write(next);
        }
        if (next == '\n' || line.size() > BundleJson.MAX_LINE) {
          take(line, ++number, reader);
        }
      }
    }
    if (line.size() > 0) {
      take(line, ++number, reader);
    }
  }

  private static void take(
      ByteArrayOutputStream line, long number, EpochBundle.LineReader<JsonObject> reader)
      throws EncodingException {
    try {
      reader.take(BundleJson.line(line.toByteArray()));
      line.reset();
    } catch (EncodingException | ArithmeticException e) {
      throw new EncodingException("line " + number + ": " + e.getMessage());
    }
  }

  /** A file that is on the disk when its stream is closed. */
  static OutputStream durable(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER) {
      @Override
      public void close() throws IOException {
        try (channel) {
          flush();
          channel.force(true);
        }
      }
    };
  }

  /** Renames a folder whose files are on the disk, so that it is there whole or not at all, also after a power cut. */
  static void publish(Path draft, Path folder) throws IOException {
    force(draft);
    Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    force(Objects.requireNonNull(folder.toAbsolutePath().getParent()));
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (java.nio.file.AccessDeniedException e) {
      // a system that opens no folders keeps its names safe by itself
    }
  }

  /** A folder beside another one for files that are not published yet. */
  static Path draft(Path folder) throws IOException {
    Path target = folder.toAbsolutePath();
    Files.createDirectories(target.getParent());
    return Files.createTempDirectory(target.getParent(), "." + target.getFileName() + "-");
  }

  static void deleteTree(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (UncheckedIOException e) {
      throw new IOException(e);
    }
  }

  /** The names in a folder, ascending. */
  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
