package org.depinsdk.service.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.TestService;
import org.depinsdk.transparency.note.Ed25519NoteSigner;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.proof.WitnessPolicy;
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
  private Path policy = Path.of("");

  @BeforeEach
  void start() throws Exception {
    Ed25519NoteSigner log = Ed25519NoteSigner.ofLog(TestNetwork.NAME, new byte[32]);
    key = Files.writeString(scratch.resolve("log.key"), log.privateKey() + "\n");
    StringBuilder text = new StringBuilder("log " + log.key() + "\n");
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
      text.append(
          "witness w" + i + " " + signer.key() + " http://127.0.0.1:" + server.port() + "\n");
    }
    policy = Files.writeString(
        scratch.resolve("policy"), text + "group enough 3 w0 w1 w2 w3\nquorum enough\n");
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable witness : witnesses) {
      witness.close();
    }
  }

  private TestService service(String data) throws IOException {
    return new TestService(
        scratch.resolve(data), "--log-key", key.toString(), "--witnesses", policy.toString());
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
    WitnessPolicy read = WitnessPolicy.parse(Files.readString(policy));
    assertThat(read.verify(published).head().size()).isGreaterThan(2);
    assertThat(read.verifyQuorum(published)).hasSize(4);
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
    String weak = Files.readString(policy).replace("group enough 3", "group enough 2");
    Files.writeString(policy, weak);
    assertThatThrownBy(() -> service("other").close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("3 of 4 would be enough");
  }
}
