package org.depinsdk.service.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.epoch.ReplayNote;
import org.depinsdk.epoch.ReplayNotes;
import org.depinsdk.epoch.RunFolder;
import org.depinsdk.epoch.RunReplay;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.TestService;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.note.NoteKey;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.proof.WitnessPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key of a log is replaced: the key before signs the checkpoints too until the next epoch is closed. */
class LogKeyRotationTest {
  @TempDir
  Path scratch;

  private Path data() {
    return scratch.resolve("data");
  }

  private static void settle(TestService service, int epoch) throws Exception {
    service.clock.advance(TestNetwork.GENESIS.plus(Duration.ofMinutes(71 + 60 * epoch)));
    service.server.settleDue();
  }

  private SignedCheckpoint published() throws Exception {
    return SignedCheckpoint.parse(Files.readAllBytes(data().resolve("tiles/checkpoint")));
  }

  @Test
  void theOldKeySignsUntilTheNextEpochIsClosed() throws Exception {
    try (TestService service = new TestService(data())) {
      service.enrolled(1);
    }
    List<SignedCheckpoint> seen = new ArrayList<>(List.of(published()));
    Path old = Files.move(data().resolve("log.key"), scratch.resolve("old.key"));
    NoteKey oldKey = Ed25519NoteSigner.parse(Files.readString(old).strip()).key();
    assertThatThrownBy(() -> new TestService(data()).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the published checkpoint was signed by another key");
    try (TestService service = new TestService(data(), "--retired-log-key", old.toString())) {
      settle(service, 0);
    }
    NoteKey newKey = Ed25519NoteSigner.parse(
            Files.readString(data().resolve("log.key")).strip())
        .key();
    published().verify(oldKey);
    published().verify(newKey);
    seen.add(published());
    try (TestService service = new TestService(data())) {
      settle(service, 1);
    }
    assertThatThrownBy(() -> published().verify(oldKey)).hasMessageContaining("signature");
    published().verify(newKey);
    seen.add(published());
    // a device whose policy file has both keys verifies the log before, during and after
    WitnessPolicy both =
        WitnessPolicy.parse("log " + oldKey + "\nlog " + newKey + "\nquorum none\n");
    for (SignedCheckpoint checkpoint : seen) {
      assertThat(both.verify(checkpoint)).isEqualTo(checkpoint.checkpoint());
    }
    List<ReplayNote> notes = new ArrayList<>();
    assertThat(new RunReplay(new TestNetwork().engine())
            .replay(
                List.of(RunFolder.open(data().resolve("bundles"))),
                step -> notes.addAll(((RunReplay.Step.Epoch) step).same().notes())))
        .isEmpty();
    assertThat(notes)
        .filteredOn(note -> note.code().equals(ReplayNotes.LOG_KEY_ROTATED))
        .singleElement()
        .satisfies(note -> assertThat(note.level()).isEqualTo(ReplayNote.Level.CHECKED));
  }
}
