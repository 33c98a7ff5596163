package org.depinsdk.service.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.transparency.note.NoteKey;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.depinsdk.transparency.tile.TileFolder;
import org.depinsdk.transparency.tile.TileReader;
import org.depinsdk.transparency.witness.Witnesses;

/** Has checkpoints cosigned by the witnesses of the network's policy before they are published. */
public final class LogWitnesses implements LogPublisher.Witnesses, Closeable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Witnesses witnesses;
  private final TileFolder tiles;

  /**
   * Asks witnesses.
   *
   * @param policy whose witnesses have addresses
   * @param tiles where the log is published
   */
  public LogWitnesses(WitnessPolicy policy, Path tiles) {
    this.witnesses = new Witnesses(policy, TIMEOUT, InstantSource.system());
    this.tiles = new TileFolder(tiles);
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
