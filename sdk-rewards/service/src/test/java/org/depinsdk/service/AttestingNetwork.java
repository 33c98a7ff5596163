package org.depinsdk.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.depinsdk.attestation.AttestedKey;
import org.depinsdk.attestation.Evidence;
import org.depinsdk.attestation.TrustTier;
import org.depinsdk.attestation.enrolment.AttestationRules;
import org.depinsdk.attestation.enrolment.EvidenceVerifiers;
import org.depinsdk.attestation.enrolment.KeptEvidence;
import org.depinsdk.attestation.enrolment.RevocationLists;
import org.depinsdk.attestation.enrolment.RuledAppraiser;
import org.depinsdk.attestation.enrolment.SchemeRules;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.client.wire.v1.AttestResponse;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.keys.SpkiKey;
import org.depinsdk.core.lifecycle.InstructionRules;
import org.depinsdk.core.lifecycle.RegistryAudit;
import org.depinsdk.core.registry.RegistryRecord;
import org.depinsdk.epoch.BundleReplay;
import org.depinsdk.epoch.EpochBundle;
import org.depinsdk.epoch.EpochInput;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.epoch.ReplayResult;
import org.depinsdk.service.server.NetworkServer;
import org.depinsdk.service.server.ServerOptions;
import org.depinsdk.service.server.SteppedClock;

/** A network that takes evidence of one scheme and lets nobody in without, with a client of it. */
final class AttestingNetwork implements AutoCloseable {
  static final Instant NOW = TestNetwork.GENESIS.plusSeconds(60);

  final SteppedClock clock = new SteppedClock(NOW);
  final AtomicReference<RevocationLists> lists;
  final Path data;
  final NetworkServer server;
  final NetworkClient client;

  /** Makes the evidence that answers a challenge. */
  interface Hardware {
    Evidence answer(byte[] challenge) throws Exception;
  }

  AttestingNetwork(Path data, String scheme, SchemeRules rules, RevocationLists first)
      throws Exception {
    this.data = data;
    this.lists = new AtomicReference<>(first);
    AttestationRules attestation = new AttestationRules(
        new TreeMap<>(Map.of(scheme, rules)),
        TrustTier.AFFIRMING,
        new TreeMap<>(Map.of(TrustTier.AFFIRMING, AttestationRules.FULL)));
    NetworkPolicy policy = TestNetwork.POLICY.withAttestation(Optional.of(attestation));
    Network network = new Network() {
      @Override
      public RevocationLists revocationLists() {
        return lists.get();
      }
    };
    server = NetworkServer.builder(network, PolicySource.of(NetworkPolicy.parse(policy.toJson())))
        .options(ServerOptions.parse("--data", data.toString(), "--port", "0"))
        .clock(clock)
        .start();
    client = NetworkClient.plaintext("127.0.0.1", server.port(), Duration.ofSeconds(60));
  }

  static InMemorySigner signer(int number) throws Exception {
    return InMemorySigner.ofSecret(
        KeyAlgorithm.P256, TestNetwork.sha256("secret of a device " + number));
  }

  static AttestedKey key(InMemorySigner signer) {
    return new AttestedKey(SpkiKey.encode(signer.publicKey()));
  }

  /** Enrols a device, which then waits. */
  void enrol(InMemorySigner signer) throws Exception {
    assertThat(client
            .enroll(TestNetwork.NAME, TestNetwork.enrollment(signer, clock.instant()), signer)
            .getStatus())
        .isEqualTo("enrolled");
  }

  AttestResponse attest(InMemorySigner signer, String mediaType, Hardware hardware)
      throws Exception {
    return client
        .lifecycle(TestNetwork.NAME)
        .attest(TestNetwork.device(signer), signer, mediaType, new byte[0], challenge -> {
          try {
            return hardware.answer(challenge).bytes();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  List<RegistryRecord> records(InMemorySigner signer) throws Exception {
    return client
        .lifecycle(TestNetwork.NAME)
        .history(TestNetwork.device(signer))
        .records();
  }

  void after(Duration time) {
    clock.advance(clock.instant().plus(time));
  }

  /** Settles what closed until then; each bundle, and each alone, replays. */
  EpochInput settled(long epochs) throws Exception {
    clock.advance(TestNetwork.GENESIS.plus(Duration.ofHours(1).multipliedBy(epochs + 1)));
    server.settleDue();
    EpochBundle last = null;
    for (long epoch = 0; epoch < epochs; epoch++) {
      Path folder = data.resolve("bundles").resolve("epoch-" + epoch);
      assertThat(new BundleReplay(new TestNetwork().engine()).replay(folder))
          .isInstanceOf(ReplayResult.Same.class);
      last = EpochBundle.open(folder);
    }
    return last.input();
  }

  /** An audit that appraises again what a bundle holds. */
  static RegistryAudit audit(EpochInput input, Instant from) {
    return audit(input, input.kept(), from);
  }

  /** An audit that appraises other evidence. */
  static RegistryAudit audit(EpochInput input, KeptEvidence kept, Instant from) {
    return new RegistryAudit(
        InstructionRules.of(
            TestNetwork.NAME,
            input.policy().identity(),
            new RuledAppraiser(input.policy().attestation().get(), EvidenceVerifiers.load(), kept)),
        from);
  }

  @Override
  public void close() throws Exception {
    client.close();
    server.close();
  }
}
