package org.depinsdk.service.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.Ed25519NoteSigner;

/** The file of the key that signs a network's log and the manifests of its bundles, in the form of Go's {@code sumdb/note}. */
final class LogKeyFile {
  private LogKeyFile() {}

  /** Reads the key, or draws one and keeps it. Its name, which is the log's origin, must be the network's. */
  static Ed25519NoteSigner open(Path file, String network) throws IOException {
    String unused = OwnerOnlyFile.readOrDraw(file, () -> draw(network));
    return read(file, network);
  }

  private static String draw(String network) throws IOException {
    byte[] seed = new byte[32];
    new SecureRandom().nextBytes(seed);
    try {
      return Ed25519NoteSigner.ofLog(network, seed).privateKey();
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
