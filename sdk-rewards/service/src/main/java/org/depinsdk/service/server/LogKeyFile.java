package org.depinsdk.service.server;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.Ed25519NoteSigner;

/** The file of the key that signs a network's log and the manifests of its bundles, in the form of Go's {@code sumdb/note}. */
final class LogKeyFile {
  private static final Set<OpenOption> NEW_AND_DURABLE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);

  private LogKeyFile() {}

  /** Reads the key, or draws one and keeps it. Its name, which is the log's origin, must be the network's. */
  static Ed25519NoteSigner open(Path file, String network) throws IOException {
    if (!Files.exists(file)) {
      draw(file, network);
    }
    return read(file, network);
  }

  private static void draw(Path file, String network) throws IOException {
    byte[] seed = new byte[32];
    new SecureRandom().nextBytes(seed);
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] onlyOwner = posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
    try {
      String key = Ed25519NoteSigner.ofLog(network, seed).privateKey();
      try (SeekableByteChannel out = Files.newByteChannel(file, NEW_AND_DURABLE, onlyOwner)) {
        out.write(StandardCharsets.US_ASCII.encode(key + "\n"));
      }
    } catch (TransparencyException e) {
      throw new IOException("no log key can be named " + network + ": " + e.getMessage(), e);
    }
  }

  /** Reads a key that is there. */
  static Ed25519NoteSigner read(Path file, String network) throws IOException {
    try {
      Ed25519NoteSigner key = Ed25519NoteSigner.parse(Files.readString(file).strip());
      if (!key.key().name().equals(network)) {
        throw new IOException(file + " holds the key of the log " + key.key().name()
            + ", expected that of " + network);
      }
      return key;
    } catch (TransparencyException e) {
      throw new IOException(file + " is no log key: " + e.getMessage(), e);
    }
  }
}
