package org.depinsdk.tool;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.note.SignedNote;
import org.depinsdk.transparency.proof.MisbehaviourProof.Terms;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.depinsdk.transparency.tile.HttpTiles;
import org.depinsdk.transparency.tile.TileFolder;
import org.depinsdk.transparency.tile.TileSource;
import picocli.CommandLine.Option;

/** What the commands for logs have in common. */
final class LogOptions {
  /** A proof holds a few notes at most. */
  private static final int MAX_BYTES = 4 * SignedNote.MAX_BYTES;

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "FILE",
      description =
          "The witness policy: the log's key, the witnesses and the quorum; docs/transparency.md describes it.")
  private Path policy = Path.of("");

  @Option(
      names = "--delay",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "Within how many seconds the network undertakes to have what it receives cosigned. Default: ${DEFAULT-VALUE}.")
  private long delay;

  Terms terms() throws IOException {
    return new Terms(read(policy), Duration.ofSeconds(delay), LogOptions::received);
  }

  /** A file of a witness policy. */
  static WitnessPolicy read(Path file) throws IOException {
    try {
      return WitnessPolicy.parse(content(file));
    } catch (TransparencyException e) {
      throw new IOException(file + " is refused: " + e.getMessage(), e);
    }
  }

  /** A file from strangers, which is read if it is a plain one of a size that a note, a proof or a policy can have. */
  static String content(Path file) throws IOException {
    check(file);
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is refused: it is not UTF-8", e);
    }
  }

  /** Refuses a pipe or a device, which may never end, and what is too large. */
  static void check(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + " is no plain file");
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + " has more than " + MAX_BYTES + " bytes");
    }
  }

  private static Instant received(byte[] entry) throws TransparencyException {
    try {
      if (LogRecord.parse(entry) instanceof LogRecord.ReportDecided decided) {
        return decided.receivedAt();
      }
    } catch (EncodingException e) {
      throw TransparencyException.malformed(
          "the entry is no record of a network's log: " + e.getMessage());
    }
    throw TransparencyException.malformed(
        "the entry is not about a report, so it has no time of receipt");
  }

  /** A log in a folder or on a web server. */
  static TileSource source(String place) throws IOException {
    if (!place.startsWith("http://") && !place.startsWith("https://")) {
      return new TileFolder(Path.of(place));
    }
    try {
      URI prefix = new URI(place.endsWith("/") ? place : place + "/");
      return new HttpTiles(
          prefix, HttpClient.newBuilder().connectTimeout(TIMEOUT).build(), TIMEOUT);
    } catch (URISyntaxException e) {
      throw new IOException("no address: " + place, e);
    }
  }

  /** The newest checkpoint, of which nothing is verified. */
  static SignedCheckpoint checkpoint(TileSource source, String place)
      throws IOException, TransparencyException {
    return SignedCheckpoint.parse(source
        .read(TileSource.CHECKPOINT, SignedNote.MAX_BYTES)
        .orElseThrow(() -> new IOException("no checkpoint in " + place)));
  }
}
