package org.depinsdk.transparency.witness;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.internal.DurableFolder;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.note.SignedNote;

/** Remembers checkpoints in a folder: one file a log, flushed before it gets its name. One process at a time has the folder. */
public final class WitnessFolder implements WitnessStore, Closeable {
  private final Path folder;
  private final DurableFolder files;

  private WitnessFolder(Path folder, DurableFolder files) {
    this.folder = folder;
    this.files = files;
  }

  /**
   * Opens a folder.
   *
   * @param folder made if it is missing. Never restore it from a backup: a witness that forgot what it cosigned can be made to
   *     cosign two histories. Begin with a new key instead.
   * @return the store
   * @throws IOException if another process has it, or it cannot be made
   */
  public static WitnessFolder open(Path folder) throws IOException {
    return new WitnessFolder(folder, DurableFolder.open(folder));
  }

  @Override
  public Optional<SignedCheckpoint> load(String origin) throws IOException {
    Path file = folder.resolve(name(origin));
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(SignedCheckpoint.parse(in.readNBytes(SignedNote.MAX_BYTES + 1)));
    } catch (TransparencyException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  @Override
  public void save(SignedCheckpoint checkpoint) throws IOException {
    files.replace(
        name(checkpoint.checkpoint().origin()),
        checkpoint.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The file of a log, which is also its name in the addresses of tlog-witness. */
  static String name(String origin) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(origin.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
