package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.service.TestService.assertStatus;

import com.google.protobuf.ByteString;
import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.client.wire.v1.GetClaimResponse;
import org.depinsdk.client.wire.v1.GetNetworkResponse;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.epoch.BundleReplay;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.epoch.ReplayResult;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.distribution.Claim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Epochs that close while the clock is stepped. */
class SettlementTest {
  private static final Instant T0 = TestNetwork.GENESIS;

  @TempDir
  Path data;

  @Test
  void anEpochIsSettledOnceAfterItsGraceAndSurvivesARestart() throws Exception {
    ByteString root;
    try (TestService service = new TestService(data)) {
      InMemorySigner signer = service.enrolled(1);
      submit(service, signer, 1, T0.plusSeconds(60), "");
      submit(service, signer, 2, T0.plusSeconds(60), "");

      advance(service, T0.plusSeconds(3600 + 300));
      assertThat(service.client.network().getNewestSettledEpoch()).as("grace").isEqualTo(-1);
      submit(service, signer, 3, T0.plusSeconds(3599), "");
      submit(service, signer, 1, T0.plusSeconds(3599), "report.replayed");
      // numbers are counted inside the epoch of the device's time
      submit(service, signer, 1, T0.plusSeconds(3600), "");

      advance(service, T0.plusSeconds(3600 + 600));
      GetNetworkResponse network = service.client.network();
      assertThat(network.getNewestSettledEpoch()).isZero();
      root = network.getNewestRoot();
      assertThat(service.client.statement(0, TestNetwork.OPERATOR.text()))
          .contains("\"total\": \"900000\"")
          .contains("\"report.replayed\": 1");
      assertThat(service.client.statement(0, TestNetwork.device(signer).text()))
          .contains(TestNetwork.report(signer, 3, T0.plusSeconds(3599))
              .id(TestNetwork.NAME)
              .hex());
      submit(service, signer, 4, T0.plusSeconds(3599), "report.epoch-closed");
    }
    try (TestService service = new TestService(data)) {
      service.clock.advance(T0.plusSeconds(3600 + 600));
      assertThat(service.client.network().getNewestRoot()).isEqualTo(root);
      assertClaim(service, 900_000);

      InMemorySigner signer = TestNetwork.signer(1);
      submit(service, signer, 1, T0.plusSeconds(3600), "");
      submit(service, signer, 1, T0.plusSeconds(3601), "report.replayed");
      submit(service, signer, 2, T0.plusSeconds(3600), "");
      submit(service, signer, 5, T0.plusSeconds(3599), "report.epoch-closed");
      // epochs without reports are settled too
      advance(service, T0.plusSeconds(3 * 3600 + 600));
      assertThat(service.client.network().getNewestSettledEpoch()).isEqualTo(2);
      assertClaim(service, 1_800_000);
      // one was replayed, two came too late for epoch 0
      assertThat(service.client.statement(1, TestNetwork.OPERATOR.text()))
          .contains("\"report.replayed\": 1")
          .contains("\"report.epoch-closed\": 2");
      assertStatus(Code.NOT_FOUND, () -> service.client.statement(3, TestNetwork.OPERATOR.text()));
      assertStatus(
          Code.NOT_FOUND,
          () -> service.client.statement(1, "0x00000000000000000000000000000000000000fe"));
    }
    BundleReplay replay = new BundleReplay(new TestNetwork().engine());
    for (int epoch = 0; epoch < 3; epoch++) {
      assertThat(replay.replay(data.resolve("bundles").resolve("epoch-" + epoch)))
          .isInstanceOf(ReplayResult.Same.class);
    }
  }

  @Test
  void aCrashBetweenBundleAndLedgerSettlesTheSameAgain() throws Exception {
    byte[] root;
    try (TestService service = new TestService(data)) {
      submit(service, service.enrolled(1), 1, T0.plusSeconds(60), "");
      advance(service, T0.plusSeconds(3600 + 600));
      root = service.client.network().getNewestRoot().toByteArray();
    }
    // as if the process had ended before the ledger's commit, and while the next bundle was being
    // written
    for (String file : List.of("ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm")) {
      Files.deleteIfExists(data.resolve(file));
    }
    Path draft = Files.createDirectory(data.resolve("bundles").resolve(".epoch-1-123"));
    Files.writeString(draft.resolve("policy.json"), "{");
    try (TestService service = new TestService(data)) {
      advance(service, T0.plusSeconds(3600 + 600));
      assertThat(service.client.network().getNewestRoot().toByteArray()).isEqualTo(root);
      assertThat(draft).doesNotExist();
      assertClaim(service, 900_000);
    }
  }

  /** What a power cut leaves where the disk had not written all: the ledger does not know the epoch yet. */
  @Test
  void bundlesThatAPowerCutDamagedAreSetAsideAndWrittenAgain() throws Exception {
    Path bundle = data.resolve("bundles").resolve("epoch-0");
    Map<String, byte[]> whole = new TreeMap<>();
    for (String damage : List.of("", "verdicts.jsonl", "manifest.json", "manifest.json", "gone")) {
      if (damage.equals("gone")) {
        Files.delete(bundle.resolve("policy.json"));
      } else if (!damage.isEmpty()) {
        Path part = bundle.resolve(damage);
        int left = damage.equals("manifest.json") ? 0 : (int) Files.size(part) / 2;
        Files.write(part, Arrays.copyOf(Files.readAllBytes(part), left));
      }
      for (String file : List.of("ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm")) {
        Files.deleteIfExists(data.resolve(file));
      }
      try (TestService service = new TestService(data)) {
        if (damage.isEmpty()) {
          submit(service, service.enrolled(1), 1, T0.plusSeconds(60), "");
        }
        advance(service, T0.plusSeconds(3600 + 600));
        assertThat(service.client.network().getNewestSettledEpoch()).as(damage).isZero();
      }
      Map<String, byte[]> now = files(bundle);
      if (damage.isEmpty()) {
        whole = now;
      }
      assertThat(now.keySet()).as(damage).isEqualTo(whole.keySet());
      assertThat(now.get("manifest.json")).as(damage).isEqualTo(whole.get("manifest.json"));
      assertThat(new BundleReplay(new TestNetwork().engine()).replay(bundle))
          .isInstanceOf(ReplayResult.Same.class);
    }
    for (String aside : List.of("", "-2", "-3", "-4")) {
      assertThat(bundle.resolveSibling("epoch-0.damaged" + aside)).isDirectory();
    }
  }

  private static Map<String, byte[]> files(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (var all = Files.list(folder)) {
      for (Path file : all.toList()) {
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  @Test
  void aClockThatFallsBackDoesNotReopenAnEpoch() throws Exception {
    try (TestService service = new TestService(data)) {
      service.enrolled(1);
      advance(service, T0.plusSeconds(3600 + 600));
    }
    try (TestService service = new TestService(data)) {
      assertThat(service.now()).isEqualTo(T0.plusSeconds(60));
      submit(service, TestNetwork.signer(1), 1, T0.plusSeconds(60), "report.epoch-closed");
      service.server.settleDue();
      assertThat(service.client.network().getNewestSettledEpoch()).isZero();
    }
  }

  @Test
  void whatADeviceSendsBeyondItsBudgetIsRefusedAndTheBundleReplays() throws Exception {
    NetworkPolicy policy = NetworkPolicy.parse(new String(
            TestNetwork.POLICY.toJson(), StandardCharsets.UTF_8)
        .replace("\"maxAge\"", "\"deviceBudget\": {\"reports\": 2, \"bytes\": 1000000}, \"maxAge\"")
        .getBytes(StandardCharsets.UTF_8));
    try (TestService service = new TestService(data, null, policy)) {
      InMemorySigner signer = service.enrolled(1);
      for (int i = 1; i <= 3; i++) {
        submit(service, signer, i, T0.plusSeconds(60), i == 3 ? "report.over-budget" : "");
      }
      submit(service, signer, 2, T0.plusSeconds(61), "report.replayed");
      submit(service, service.enrolled(2), 1, T0.plusSeconds(60), "");
      // in the time of the next epoch, for this one
      service.clock.advance(T0.plusSeconds(3600));
      submit(service, signer, 4, T0.plusSeconds(3599), "report.over-budget");
      submit(service, signer, 4, T0.plusSeconds(3600), "");
    }
    try (TestService service = new TestService(data, null, policy)) {
      service.clock.advance(T0.plusSeconds(3600));
      submit(service, TestNetwork.signer(1), 5, T0.plusSeconds(3599), "report.over-budget");
      advance(service, T0.plusSeconds(2 * 3600 + 600));
      assertThat(service.client.statement(0, TestNetwork.OPERATOR.text()))
          .contains("\"report.over-budget\": 3");
    }
    BundleReplay replay = new BundleReplay(new TestNetwork().engine());
    for (int epoch = 0; epoch < 2; epoch++) {
      assertThat(replay.replay(data.resolve("bundles").resolve("epoch-" + epoch)))
          .isInstanceOf(ReplayResult.Same.class);
    }
  }

  @Test
  void aFolderIsUsedByOneServiceAndOneNetwork() throws Exception {
    try (TestService service = new TestService(data)) {
      service.enrolled(1);
      assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> new TestService(data)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use");
    }
  }

  private static void assertClaim(TestService service, long amount) throws Exception {
    GetClaimResponse answer = service.client.claim(TestNetwork.OPERATOR);
    assertThat(answer.getCumulativeAmount()).isEqualTo(Long.toString(amount));
    assertThat(answer.getRoot()).isEqualTo(service.client.network().getNewestRoot());
    Claim claim = new Claim(
        TestNetwork.OPERATOR,
        TokenAmount.parse(answer.getCumulativeAmount()),
        answer.getProofList().stream()
            .map(hash -> Bytes32.of(hash.toByteArray()))
            .toList());
    assertThat(claim.isUnder(Bytes32.of(answer.getRoot().toByteArray()))).isTrue();
  }

  private static void submit(
      TestService service, InMemorySigner signer, long sequence, Instant time, String refusal) {
    assertThat(service.client.submit(TestNetwork.report(signer, sequence, time)).getRefusal())
        .isEqualTo(refusal);
  }

  private static void advance(TestService service, Instant to) throws Exception {
    service.clock.advance(to);
    service.server.settleDue();
  }

  @Test
  void aStopDoesNotWaitForAllEpochsThatAreOverdue() throws Exception {
    Instant late = TestNetwork.GENESIS.plus(Duration.ofHours(500));
    try (TestService service = new TestService(data, () -> late)) {
      while (service.client.network().getNewestSettledEpoch() < 0) {
        Thread.yield();
      }
    }
    assertThat(data.resolve("bundles/epoch-0")).exists();
    assertThat(data.resolve("bundles/epoch-498")).doesNotExist();
  }
}
