package org.depinsdk.service.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.log.LogRecord;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.epoch.LogRange;
import org.depinsdk.epoch.NetworkWitnesses;
import org.depinsdk.epoch.ReplayNote;
import org.depinsdk.epoch.ReplayNotes;
import org.depinsdk.epoch.RunFolder;
import org.depinsdk.epoch.RunReplay;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.TestService;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.witness.Witness;
import org.depinsdk.transparency.witness.WitnessFolder;
import org.depinsdk.transparency.witness.WitnessServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service whose log is cosigned by witnesses, which remember what it forgets. */
class WitnessedLogTest {
  @TempDir
  Path scratch;

  private final List<AutoCloseable> witnesses = new ArrayList<>();
  private Path key = Path.of("");
  private NetworkWitnesses named = new NetworkWitnesses(3, List.of());

  @BeforeEach
  void start() throws Exception {
    Ed25519NoteSigner log = Ed25519NoteSigner.ofLog(TestNetwork.NAME, new byte[32]);
    key = Files.writeString(scratch.resolve("log.key"), log.privateKey() + "\n");
    List<NetworkWitnesses.Member> members = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      byte[] seed = new byte[32];
      seed[0] = (byte) (1 + i);
      Ed25519NoteSigner signer = Ed25519NoteSigner.ofWitness("w.example/" + i, seed);
      WitnessFolder folder = WitnessFolder.open(scratch.resolve("witness-" + i));
      WitnessServer server = WitnessServer.start(
          new Witness(signer, List.of(log.key()), folder, InstantSource.system()),
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      witnesses.add(server);
      witnesses.add(folder);
      members.add(new NetworkWitnesses.Member(
          "w" + i, signer.key(), URI.create("http://127.0.0.1:" + server.port())));
    }
    named = new NetworkWitnesses(3, members);
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable witness : witnesses) {
      witness.close();
    }
  }

  private TestService service(String data) throws IOException {
    return new TestService(
        scratch.resolve(data),
        null,
        TestNetwork.POLICY.withWitnesses(Optional.of(named)),
        "--log-key",
        key.toString());
  }

  @Test
  void whatIsPublishedIsCosignedAndNotForgotten() throws Exception {
    try (TestService service = service("data")) {
      InMemorySigner device = service.enrolled(1);
      service.client.submit(TestNetwork.report(device, 1, service.now()));
      service.clock.advance(TestNetwork.GENESIS.plus(Duration.ofMinutes(71)));
      service.server.settleDue();
    }
    SignedCheckpoint published = SignedCheckpoint.parse(
        Files.readAllBytes(scratch.resolve("data").resolve("tiles").resolve("checkpoint")));
    assertThat(published.checkpoint().head().size()).isGreaterThan(2);
    assertThat(named.toWitnessPolicy().verifyQuorum(published)).hasSize(4);
    LogRange range =
        EpochBundle.open(scratch.resolve("data/bundles/epoch-0")).log().orElseThrow();
    List<LogRecord> records = new ArrayList<>();
    range.records().forEach(records::add);
    assertThat(records.get(0))
        .isInstanceOfSatisfying(
            LogRecord.Genesis.class,
            genesis -> assertThat(genesis.witnessPolicy())
                .isEqualTo(NetworkWitnesses.hash(Optional.of(named))));
    List<ReplayNote> notes = new ArrayList<>();
    assertThat(new RunReplay(new LocalEpochEngine(ProofVerifiers.load()))
            .replay(List.of(RunFolder.open(scratch.resolve("data/bundles"))), step -> {
              if (step instanceof RunReplay.Step.Epoch epoch) {
                notes.addAll(epoch.same().notes());
              }
            }))
        .isEmpty();
    assertThat(notes).extracting(ReplayNote::code).contains(ReplayNotes.WITNESSED);
    service("data").close();
    // with another disk, only the witnesses know what was signed
    assertThatThrownBy(() -> service("empty").close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the witness w");
  }

  @Test
  void withoutAQuorumNothingIsPublishedOrSettled() throws Exception {
    witnesses.get(0).close();
    witnesses.get(2).close();
    try (TestService service = service("data")) {
      service.clock.advance(TestNetwork.GENESIS.plus(Duration.ofMinutes(71)));
      assertThatThrownBy(service.server::settleDue).hasMessageContaining("no quorum");
    }
    assertThat(scratch.resolve("data/tiles/checkpoint")).doesNotExist();
  }
}
