package org.depinsdk.tool.manufacture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.depinsdk.attestation.AppraisalPolicy;
import org.depinsdk.attestation.ReferenceValues;
import org.depinsdk.attestation.TrustTier;
import org.depinsdk.attestation.device.DeviceEvidence;
import org.depinsdk.attestation.enrolment.AttestationRules;
import org.depinsdk.attestation.enrolment.RevocationLists;
import org.depinsdk.attestation.enrolment.RevocationRule;
import org.depinsdk.attestation.enrolment.SchemeRules;
import org.depinsdk.client.Enrollment;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.registry.RegistryChange;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.core.report.Report;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.epoch.BundleReplay;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.LocalEpochEngine;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.epoch.ReplayResult;
import org.depinsdk.epoch.Statement;
import org.depinsdk.kit.Commands;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.proofs.composition.Composition;
import org.depinsdk.proofs.uptime.Heartbeat;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.rewards.Token;
import org.depinsdk.rewards.TokenAmount;
import org.depinsdk.rewards.emission.HalvingEmission;
import org.depinsdk.rewards.policy.Pool;
import org.depinsdk.rewards.policy.RewardPolicy;
import org.depinsdk.service.Network;
import org.depinsdk.service.PolicySource;
import org.depinsdk.service.server.NetworkServer;
import org.depinsdk.service.server.ServerOptions;
import org.depinsdk.service.server.SteppedClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch from the factory to a network that trusts its manufacturer, until the batch is revoked. */
class ManufacturedBatchTest {
  private static final String NETWORK = "batch-net";
  private static final Instant GENESIS = Instant.parse("2026-11-27T08:00:00Z");
  private static final Instant MADE = GENESIS.minus(Duration.ofDays(10));
  private static final Instant REVOKED = GENESIS.plus(Duration.ofMinutes(30));
  private static final int DEVICES = 300;
  private static final int LATE = 3;
  private static final ProofKind ATTESTATION = new ProofKind("attestation/1");
  private static final ProofKind TRUSTED = new ProofKind("trusted/1");
  private static final OperatorId OPERATOR =
      new OperatorId("0x52908400098527886E0F7030069857D2E4169EE7");

  private final SteppedClock clock = new SteppedClock(GENESIS.plusSeconds(60));

  @TempDir
  Path folder = Path.of("");

  /** A network that lets nobody in by itself, and reads the manufacturer's lists. */
  private final class Careful implements Network {
    @Override
    public RevocationLists revocationLists() {
      try (Stream<Path> files = Files.list(folder.resolve("ca/lists"))) {
        List<byte[]> lists = new ArrayList<>();
        for (Path file : files.sorted().toList()) {
          lists.add(Files.readAllBytes(file));
        }
        return RevocationLists.of(new TreeMap<>(Map.of("device", lists)));
      } catch (IOException | EncodingException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void run(Instant at, String... args) {
    assertThat(Commands.line(new ManufactureCommand(() -> at)).execute(args)).isZero();
  }

  private NetworkPolicy policy() throws Exception {
    ManufacturerFolder made = ManufacturerFolder.open(folder.resolve("ca"));
    return new NetworkPolicy(
            new AdmissionRules(
                NETWORK,
                new EpochSchedule(GENESIS, Duration.ofHours(1), Duration.ofMinutes(10)),
                Duration.ofMinutes(1),
                Duration.ofHours(2)),
            EnumSet.of(Provenance.SIMULATED),
            new TreeMap<>(
                Map.of(UptimeVerifier.KIND, new ProofConfig(Map.of("interval", "PT10M")))),
            RewardPolicy.builder(NETWORK, new Token("TST", 8))
                .emission(new HalvingEmission(TokenAmount.of(1_000_000), 4))
                .pool(Pool.named("trusted").share(100).proportionalTo(TRUSTED).build())
                .build())
        .withAttestation(Optional.of(new AttestationRules(
            new TreeMap<>(Map.of(
                "device",
                new SchemeRules(
                    List.of(made.root().anchor("idevid", "dedicated-chip")),
                    new ReferenceValues(Map.of("model", Set.of("ap-100")), Map.of()),
                    RevocationRule.failClosed(Duration.ofDays(30)),
                    AppraisalPolicy.STRICT))),
            TrustTier.AFFIRMING,
            new TreeMap<>(Map.of(TrustTier.AFFIRMING, 1_000L)))))
        .withCompositions(List.of(new Composition(
            TRUSTED.text(),
            Composition.Rule.PRODUCT,
            List.of(
                new Composition.Part(UptimeVerifier.KIND, 1),
                new Composition.Part(ATTESTATION, 1_000)))));
  }

  private Void join(NetworkClient client, int number) throws Exception {
    InMemorySigner signer = ManufactureTest.signer(number);
    RegistryChange.Enrolled device =
        new RegistryChange.Enrolled(signer.publicKey(), OPERATOR, "access-point", Optional.empty());
    client.enroll(NETWORK, new Enrollment(device, clock.instant()), signer);
    attest(client, number);
    return null;
  }

  private void attest(NetworkClient client, int number) throws Exception {
    InMemorySigner signer = ManufactureTest.signer(number);
    List<byte[]> chain = ManufacturerFolder.certificates(
        folder.resolve("ca/batches/B7/devices/SN-" + number + ".pem"));
    assertThat(client
            .lifecycle(NETWORK)
            .attest(
                id(number),
                signer,
                DeviceEvidence.MEDIA_TYPE,
                new byte[0],
                challenge -> DeviceEvidence.sign(chain, challenge, signer.publicKey(), signer)
                    .toEvidence()
                    .bytes())
            .getStatus())
        .isEqualTo("active");
  }

  private static DeviceId id(int number) {
    return DeviceId.derive(NETWORK, ManufactureTest.signer(number).publicKey());
  }

  @Test
  void aBatchJoinsAndIsRefusedFromTheInstantOfItsRevocationOn() throws Exception {
    String ca = folder.resolve("ca").toString();
    Path list = ManufactureTest.list(folder.resolve("list.csv"), DEVICES + LATE);
    run(MADE, "init", "--ca", ca, "--name", "acme");
    run(MADE, "certify", "--ca", ca, "--batch", "B7", list.toString());
    try (NetworkServer server = NetworkServer.builder(new Careful(), PolicySource.of(policy()))
            .options(
                ServerOptions.parse("--data", folder.resolve("data").toString(), "--port", "0"))
            .clock(clock)
            .start();
        NetworkClient client =
            NetworkClient.plaintext("127.0.0.1", server.port(), Duration.ofSeconds(60))) {
      ExecutorService pool = Executors.newFixedThreadPool(8);
      List<Future<Void>> joined = new ArrayList<>();
      for (int i = 0; i < DEVICES; i++) {
        int number = i;
        joined.add(pool.submit(() -> join(client, number)));
      }
      for (Future<Void> one : joined) {
        one.get();
      }
      pool.shutdown();
      report(client, 0);

      clock.advance(REVOKED);
      run(REVOKED, "revoke", "--ca", ca, "--batch", "B7");
      server.withdrawRevoked();
      for (int number : new int[] {DEVICES, DEVICES + 1, DEVICES + 2}) {
        assertThatThrownBy(() -> join(client, number))
            .isInstanceOf(StatusRuntimeException.class)
            .hasMessageContaining("device.chain.revoked");
      }
      report(client, 1);
      clock.advance(GENESIS.plus(Duration.ofHours(2)));
      server.settleDue();
    }
    Path bundle = folder.resolve("data/bundles/epoch-0");
    assertThat(new BundleReplay(new LocalEpochEngine(ProofVerifiers.load())).replay(bundle))
        .isInstanceOf(ReplayResult.Same.class);
    EpochBundle opened = EpochBundle.open(bundle);
    List<RegistryChange> changes =
        opened.input().registry().records().stream().map(r -> r.change()).toList();
    assertThat(changes.stream().filter(RegistryChange.Attested.class::isInstance))
        .hasSize(DEVICES);
    assertThat(changes.stream().filter(RegistryChange.Activated.class::isInstance))
        .hasSize(DEVICES);
    assertThat(changes.stream()
            .filter(new RegistryChange.AttestationWithdrawn("device.chain.revoked")::equals))
        .hasSize(DEVICES);
    // attested one minute after the beginning, withdrawn half an hour after it
    assertThat(Statement.of(opened, id(0).text()).toText(0))
        .contains("verdict attestation/1: 483 thousandths", "end device.chain.revoked");
  }

  /** Ten devices say that they are there, three times. */
  private void report(NetworkClient client, int turn) throws Exception {
    for (int time = 0; time < 3; time++) {
      clock.advance(clock.instant().plusSeconds(60));
      for (int number : IntStream.range(0, 10).toArray()) {
        InMemorySigner signer = ManufactureTest.signer(number);
        Report report = new Report(
            id(number),
            UptimeVerifier.KIND,
            1 + 3L * turn + time,
            clock.instant(),
            Provenance.SIMULATED,
            new UptimeVerifier().codec().encode(Heartbeat.of(Duration.ZERO)),
            "");
        assertThat(client.submit(SignedReport.sign(NETWORK, report, signer)).getRefusal())
            .isEmpty();
      }
    }
  }
}
