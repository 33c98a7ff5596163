package org.depinsdk.service.retention;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.depinsdk.service.TestService.assertStatus;

import io.grpc.Status.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.epoch.Correction;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.epoch.RunFolder;
import org.depinsdk.epoch.RunReplay;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.TestService;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.tile.TileFolder;
import org.depinsdk.transparency.tile.TileReader;
import org.depinsdk.transparency.tree.InclusionProof;
import org.depinsdk.transparency.tree.TreeHash;
import org.depinsdk.transparency.tree.TreeHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service that removes what is old, and what can be asked of it afterwards. */
@Timeout(120)
class RetentionTest {
  private static final Instant T0 = TestNetwork.GENESIS;

  @TempDir
  Path data;

  private void settle(TestService service, InMemorySigner signer, int epoch) throws Exception {
    Instant in = T0.plus(Duration.ofHours(epoch)).plusSeconds(120);
    service.clock.advance(in);
    service.client.submit(TestNetwork.report(signer, 1, in));
    service.clock.advance(T0.plus(Duration.ofHours(epoch + 1)).plus(Duration.ofMinutes(11)));
    service.server.settleDue();
  }

  private Map<String, String> roots() throws Exception {
    Map<String, String> roots = new TreeMap<>();
    assertThat(new RunReplay(new LocalEpochEngine(ProofVerifiers.load()))
            .replay(List.of(RunFolder.open(data.resolve("bundles"))), step -> {
              if (step instanceof RunReplay.Step.Epoch epoch) {
                roots.put(
                    "epoch-" + epoch.same().manifest().epoch(),
                    epoch.same().manifest().root());
              }
            }))
        .isEmpty();
    return roots;
  }

  private List<String> files(String folder, String begin) throws Exception {
    List<String> names = new ArrayList<>();
    try (var files = Files.list(data.resolve(folder))) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(begin))
          .sorted()
          .forEach(names::add);
    }
    return names;
  }

  @Test
  void whatIsKeptReplaysToTheSameRoots() throws Exception {
    Map<String, String> all;
    try (TestService service = new TestService(data)) {
      InMemorySigner signer = service.enrolled(1);
      for (int epoch = 0; epoch < 5; epoch++) {
        settle(service, signer, epoch);
      }
    }
    all = roots();
    assertThat(all).hasSize(5);
    assertThat(files("log", "epoch-")).hasSize(6);
    String[] rule = {"--keep-log", "PT1H", "--keep-bundles", "PT2H"};
    try (TestService service = new TestService(data, rule)) {
      service.clock.advance(T0.plus(Duration.ofHours(5)).plus(Duration.ofMinutes(11)));
      byte[] root = service.client.network().getNewestRoot().toByteArray();
      service.server.settleDue();
      assertThat(files("bundles", "")).containsExactly("epoch-3", "epoch-4");
      assertThat(files("log", "epoch-"))
          .containsExactly("epoch-0000000004.log", "epoch-0000000005.log");
      assertThat(roots())
          .isEqualTo(
              new TreeMap<>(Map.of("epoch-3", all.get("epoch-3"), "epoch-4", all.get("epoch-4"))));
      assertThat(service.client.network().getNewestRoot().toByteArray()).isEqualTo(root);
      assertThat(service.client.statement(3, TestNetwork.OPERATOR.text())).contains("\"total\"");
      assertStatus(Code.NOT_FOUND, () -> service.client.statement(2, TestNetwork.OPERATOR.text()))
          .contains("the bundle of epoch 2 was removed here by the retention rule")
          .contains("the first one is that of epoch 3")
          .contains("read the statement from a published copy");
      settle(service, TestNetwork.signer(1), 5);
      assertThat(files("bundles", "")).containsExactly("epoch-4", "epoch-5");
    }
    try (TestService service = new TestService(data)) {
      service.clock.advance(T0.plus(Duration.ofHours(6)).plus(Duration.ofMinutes(11)));
      settle(service, TestNetwork.signer(1), 6);
      assertThat(files("bundles", "")).containsExactly("epoch-4", "epoch-5", "epoch-6");
    }
    assertThat(roots()).containsEntry("epoch-4", all.get("epoch-4")).hasSize(3);
  }

  /** Segments go one after the other, each durably before the next: these are all the folders that a kill can leave. */
  @Test
  void aRemovalOfSegmentsThatWasKilledAtAnyStepIsFinishedAndTheNetworkGoesOn() throws Exception {
    try (TestService service = new TestService(data)) {
      InMemorySigner signer = service.enrolled(1);
      for (int epoch = 0; epoch < 4; epoch++) {
        settle(service, signer, epoch);
      }
    }
    List<String> all = files("log", "epoch-");
    List<String> kept = all.subList(3, all.size());
    assertThat(kept).containsExactly("epoch-0000000003.log", "epoch-0000000004.log");
    Map<String, String> expected = roots();
    Map<String, byte[]> segments = new TreeMap<>();
    for (String segment : all) {
      segments.put(segment, Files.readAllBytes(data.resolve("log").resolve(segment)));
    }
    for (int removed = 0; removed <= 3; removed++) {
      for (String segment : all.subList(0, 3)) {
        Path file = data.resolve("log").resolve(segment);
        if (all.indexOf(segment) < removed) {
          Files.deleteIfExists(file);
        } else {
          Files.write(file, segments.get(segment));
        }
      }
      try (TestService service = new TestService(data, "--keep-log", "PT0S")) {
        service.clock.advance(T0.plus(Duration.ofHours(4)).plus(Duration.ofMinutes(11)));
        service.server.settleDue();
        assertThat(files("log", "epoch-")).as("after %s", removed).isEqualTo(kept);
      }
    }
    try (TestService service = new TestService(data)) {
      settle(service, TestNetwork.signer(1), 4);
    }
    assertThat(roots()).containsAllEntriesOf(expected).hasSize(5);
  }

  @Test
  void receiptsOfRemovedEpochsAreStillProven() throws Exception {
    try (TestService service =
        new TestService(data, "--keep-log", "PT0S", "--keep-bundles", "PT0S")) {
      InMemorySigner signer = service.enrolled(1);
      var first = service.client.submit(TestNetwork.report(signer, 1, service.now()));
      for (int epoch = 1; epoch < 4; epoch++) {
        settle(service, signer, epoch);
      }
      assertThat(files("bundles", "")).containsExactly("epoch-3");
      assertThat(first.getAccepted()).isTrue();
    }
    // every record is in the tiles, from the first one on
    TreeHead head = SignedCheckpoint.parse(
            Files.readAllBytes(data.resolve("tiles").resolve("checkpoint")))
        .checkpoint()
        .head();
    TileReader tiles = TileReader.open(new TileFolder(data.resolve("tiles")), head);
    List<byte[]> records = tiles.entries(0);
    assertThat(records).hasSize((int) head.size());
    for (int index = 0; index < records.size(); index++) {
      InclusionProof.make(tiles, head.size(), index)
          .verify(TreeHash.ofLeaf(records.get(index)), head);
    }
  }

  @Test
  void aRuleThatIsNoTimeIsRefused() {
    assertThatThrownBy(() -> new TestService(data, "--keep-bundles", "-P1D"))
        .hasMessageContaining("must be a time from PT0S to P36500D, not -P1D");
    assertThatThrownBy(() -> new TestService(data, "--keep-log", "a week"))
        .hasMessageContaining("'a week' is no duration");
  }

  @Test
  void aCorrectionOfARemovedEpochIsRefused() throws Exception {
    try (TestService service = new TestService(data, "--keep-bundles", "PT1H")) {
      InMemorySigner signer = service.enrolled(1);
      for (int epoch = 0; epoch < 3; epoch++) {
        settle(service, signer, epoch);
      }
      String correction = "{\"format\": \"depin-correction/1\", \"network\": \"" + TestNetwork.NAME
          + "\", \"corrections\": [{\"epoch\": 0, \"device\": \""
          + TestNetwork.device(signer).text()
          + "\", \"kind\": \"uptime/1\", \"contribution\": true, \"units\": 1, \"reason\": \"a"
          + " test\"}]}";
      assertThatThrownBy(
              () -> service.server.admin().compensate(Correction.parse(correction.getBytes(UTF_8))))
          .isInstanceOf(EncodingException.class);
    }
  }
}
