package org.depinsdk.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.depinsdk.core.beacon.BeaconProof;
import org.depinsdk.core.beacon.BeaconSource;
import org.depinsdk.core.beacon.DrandChain;
import org.depinsdk.core.beacon.DrandRound;
import org.depinsdk.core.beacon.VerifiedBeacon;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.registry.RegistryView;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.vrf.Ecvrf;
import org.depinsdk.core.vrf.VrfSuite;
import org.depinsdk.proofs.ProofVerifiers;
import org.depinsdk.rewards.emission.EpochFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A beacon shows in every replay that the operator did not choose it, or that he did. */
class BeaconInBundleTest {
  private static final LocalEpochEngine ENGINE = new LocalEpochEngine(ProofVerifiers.load());

  // drand documentation, quicknet round 123
  private static final String ROUND_123 =
      "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92";

  private static final EpochSchedule SCHEDULE = new EpochSchedule(
      DrandChain.QUICKNET.timeOf(123), Duration.ofHours(1), Duration.ofMinutes(5));

  private static final byte[] SECRET = new byte[32];

  @TempDir
  Path scratch;

  private static NetworkPolicy policy(BeaconSource source, Payouts payouts) {
    NetworkPolicy plain = TestNetwork.policy();
    AdmissionRules rules = plain.admission();
    return new NetworkPolicy(
        new AdmissionRules(rules.network(), SCHEDULE, rules.maxSkew(), rules.maxAge()),
        plain.provenance(),
        plain.proofs(),
        plain.compositions(),
        plain.rewards(),
        plain.identity(),
        source,
        payouts,
        plain.witnesses(),
        plain.attestation());
  }

  private static EpochInput input(NetworkPolicy policy, VerifiedBeacon beacon) {
    return new EpochInput(
        policy,
        beacon,
        EpochFacts.of(SCHEDULE.at(0)),
        RegistryView.empty(),
        EvidenceSource.of(List.of()),
        SettlementState.GENESIS);
  }

  private Path write(NetworkPolicy policy, BeaconProof proof) throws Exception {
    EpochInput input = input(
        policy,
        VerifiedBeacon.of(policy.randomness(), policy.network(), SCHEDULE, SCHEDULE.at(0), proof));
    Path folder = Files.createTempDirectory(scratch, "run").resolve("epoch-0");
    EpochBundle.write(folder, Publication.FIRST, input, ENGINE.run(input));
    assertThat(new BundleReplay(ENGINE).replay(folder)).isInstanceOf(ReplayResult.Same.class);
    return folder;
  }

  /** Changes the recorded beacon and makes its hash in the manifest right again. */
  private static void assertFound(Path folder, String part, String other, String expected)
      throws Exception {
    Path file = folder.resolve("beacon.json");
    Path manifest = folder.resolve("manifest.json");
    String good = Files.readString(file);
    String manifestBefore = Files.readString(manifest);
    assertThat(good).contains(part);
    String before = Hex.encode(BundleWriter.sha256().digest(Files.readAllBytes(file)));
    String bytesBefore = "\"bytes\": " + Files.size(file);
    Files.writeString(file, good.replace(part, other));
    String after = Hex.encode(BundleWriter.sha256().digest(Files.readAllBytes(file)));
    assertThat(manifestBefore).contains(before, bytesBefore);
    Files.writeString(
        manifest,
        manifestBefore
            .replace(before, after)
            .replace(bytesBefore, "\"bytes\": " + Files.size(file)));
    assertThat(new BundleReplay(ENGINE).replay(folder))
        .isInstanceOfSatisfying(ReplayResult.Different.class, different -> {
          assertThat(different.part()).isEqualTo("beacon.json");
          assertThat(different.detail()).contains(expected);
        });
    Files.writeString(file, good);
    Files.writeString(manifest, manifestBefore);
  }

  @Test
  void aRoundOfDrandIsVerifiedInEveryReplay() throws Exception {
    DrandChain chain = DrandChain.QUICKNET;
    Path folder = write(
        policy(new BeaconSource.Drand(chain, Duration.ZERO), Payouts.REAL),
        new BeaconProof.Drand(
            chain.hash(), new DrandRound(123, Hex.decode(ROUND_123), new byte[0])));
    assertFound(folder, "\"round\": 123", "\"round\": 124", "wrong-round");
    assertFound(folder, chain.hash(), DrandChain.DEFAULT.hash(), "wrong-chain");
    assertFound(folder, ROUND_123, "a" + ROUND_123.substring(1), "forged-signature");
    assertFound(
        folder,
        Files.readString(folder.resolve("beacon.json")).replaceAll("(?s).*\"randomness\": ", ""),
        "\"" + "00".repeat(32) + "\"\n}\n",
        "other-randomness");
    assertFound(
        folder,
        Files.readString(folder.resolve("beacon.json")),
        "{\"proof\": {\"source\": \"demo\", \"randomness\": \"" + "00".repeat(32)
            + "\"}, \"source\": \"demo\", \"round\": 0, \"randomness\": \"" + "00".repeat(32)
            + "\"}",
        "wrong-source");
    assertFound(folder, "\"source\": \"drand\",", "", "proof.source is missing");
  }

  @Test
  void aProofOfAVrfIsVerifiedInEveryReplay() throws Exception {
    VrfSuite suite = VrfSuite.ECVRF_EDWARDS25519_SHA512_TAI;
    DeviceKey key = InMemorySigner.ofSecret(KeyAlgorithm.ED25519, SECRET).publicKey();
    NetworkPolicy policy = policy(new BeaconSource.Vrf(suite, key), Payouts.REAL);
    byte[] proof = proof(suite, 0);
    Path folder = write(policy, new BeaconProof.Vrf(proof));
    assertFound(
        folder, Hex.encode(proof), Hex.encode(proof(suite, 1)), "forged-proof: the proof is not");
  }

  private static byte[] proof(VrfSuite suite, long epoch) throws Exception {
    return Ecvrf.prove(
        suite, SECRET, BeaconSource.Vrf.alpha(TestNetwork.NAME, SCHEDULE, SCHEDULE.at(epoch)));
  }

  @Test
  void whatTheOperatorChoseIsForTestsAlone() throws Exception {
    NetworkPolicy demo = policy(new BeaconSource.Demo(), Payouts.TEST);
    write(demo, new BeaconProof.Demo(new byte[32]));
    assertThatThrownBy(() -> demo.withRandomness(demo.randomness(), Payouts.REAL))
        .hasMessageContaining("the operator chooses randomness of demo");
    NetworkPolicy real = demo.withRandomness(
        new BeaconSource.Drand(DrandChain.QUICKNET, Duration.ZERO), Payouts.REAL);
    assertThatThrownBy(() -> input(real, VerifiedBeacon.demo(SCHEDULE.at(0), new byte[32])))
        .hasMessageContaining("with randomness from drand-quicknet");
    assertThatThrownBy(() -> input(demo, VerifiedBeacon.demo(SCHEDULE.at(1), new byte[32])))
        .hasMessageContaining("but the epoch to run is");
  }
}
