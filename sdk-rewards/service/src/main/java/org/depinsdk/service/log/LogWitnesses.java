package org.depinsdk.service.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.transparency.TransparencyException;
import org.depinsdk.transparency.note.NoteKey;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.depinsdk.transparency.tile.TileFolder;
import org.depinsdk.transparency.tile.TileReader;
import org.depinsdk.transparency.witness.Witnesses;

/** Has checkpoints cosigned by the witnesses of a policy file before they are published. */
public final class LogWitnesses implements LogPublisher.Witnesses, Closeable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Witnesses witnesses;
  private final TileFolder tiles;

  private LogWitnesses(Witnesses witnesses, TileFolder tiles) {
    this.witnesses = witnesses;
    this.tiles = tiles;
  }

  /**
   * Reads the policy.
   *
   * @param policy a file (C2SP tlog-policy) whose witnesses have addresses
   * @param tiles where the log is published
   * @return what asks them
   * @throws IOException if the file cannot be read, or its quorum does not survive dishonest witnesses; the message says why
   */
  public static LogWitnesses open(Path policy, Path tiles) throws IOException {
    try {
      WitnessPolicy read = WitnessPolicy.parse(Files.readString(policy));
      read.checkQuorum();
      return new LogWitnesses(
          new Witnesses(read, TIMEOUT, InstantSource.system()), new TileFolder(tiles));
    } catch (IllegalArgumentException | TransparencyException e) {
      throw new IOException(policy + " is refused: " + e.getMessage(), e);
    }
  }

  @Override
  public SignedCheckpoint cosign(long before, SignedCheckpoint checkpoint) throws IOException {
    return witnesses.cosign(
        checkpoint, TileReader.open(tiles, checkpoint.checkpoint().head()));
  }

  /**
   * The heads that witnesses remember, which the log must extend.
   *
   * @param log the log's key
   * @return those of the witnesses that answer
   */
  public List<SequencedLog.KnownHead> known(NoteKey log) {
    List<SequencedLog.KnownHead> heads = new ArrayList<>();
    witnesses
        .newest(log)
        .forEach((name, checkpoint) -> heads.add(new SequencedLog.KnownHead(
            "the witness " + name, checkpoint.checkpoint().head())));
    return heads;
  }

  @Override
  public void close() {
    witnesses.close();
  }
}
