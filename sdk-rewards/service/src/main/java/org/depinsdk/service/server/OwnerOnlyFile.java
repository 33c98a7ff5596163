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
import java.util.Set;

/** Files with a secret of one line, which only the account that runs the service may read. */
final class OwnerOnlyFile {
  private static final Set<OpenOption> NEW_AND_DURABLE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);

  private OwnerOnlyFile() {}

  /** Draws a secret. */
  interface Draw {
    String draw() throws IOException;
  }

  /** Reads the secret, or draws one and keeps it. */
  static String readOrDraw(Path file, Draw secret) throws IOException {
    if (!Files.exists(file)) {
      boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
      FileAttribute<?>[] onlyOwner = posix
          ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
          }
          : new FileAttribute<?>[0];
      String drawn = secret.draw();
      try (SeekableByteChannel out = Files.newByteChannel(file, NEW_AND_DURABLE, onlyOwner)) {
        out.write(StandardCharsets.US_ASCII.encode(drawn + "\n"));
      }
    }
    return Files.readString(file);
  }
}
