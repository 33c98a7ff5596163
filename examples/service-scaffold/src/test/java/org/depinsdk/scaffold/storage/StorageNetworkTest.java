package org.depinsdk.scaffold.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.epoch.BundleReplay;
import org.depinsdk.epoch.ReplayResult;
import org.depinsdk.proofs.EpochTerms;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.scaffold.RunningNetwork;
import org.depinsdk.service.SeededBeacons;
import org.depinsdk.storage.piece.LeafProof;
import org.depinsdk.storage.piece.PieceCommitment;
import org.depinsdk.storage.piece.PieceHasher;
import org.depinsdk.storage.piece.PieceProver;
import org.depinsdk.storage.piece.PieceSource;
import org.depinsdk.storage.possession.LeafChallenge;
import org.depinsdk.storage.possession.Possession;
import org.depinsdk.storage.possession.PossessionVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two disks keep a piece each; the one that answers its challenges is paid. */
class StorageNetworkTest {
  private static final Instant GENESIS = Instant.parse("2026-11-24T00:00:00Z");
  private static final Epoch EPOCH =
      new EpochSchedule(GENESIS, Duration.ofHours(24), Duration.ofHours(1)).at(0);
  private static final OperatorId ANNE =
      new OperatorId("0x0000000000000000000000000000000000000001");
  private static final OperatorId BEN =
      new OperatorId("0x0000000000000000000000000000000000000002");

  @TempDir
  Path folder;

  @Test
  void disksArePaidForThePiecesThatTheyProve() throws Exception {
    InMemorySigner keeps = RunningNetwork.signer(KeyAlgorithm.ED25519, 1);
    InMemorySigner lost = RunningNetwork.signer(KeyAlgorithm.ED25519, 2);
    byte[] bytes = new byte[100_000];
    byte[] others = new byte[100_000];
    others[0] = 1;
    PieceCommitment piece = commit(bytes);
    String held = ";2026-11-01T00:00:00Z;-";
    try (RunningNetwork network = new RunningNetwork(
        StorageNetwork.class, "storage-demo", Path.of("policies/storage.json"), folder, GENESIS)) {
      Path contracts = Files.createDirectory(folder.resolve("contracts"));
      Files.write(
          contracts.resolve("data-sets"),
          List.of("1 " + network.device(keeps).text(), "2 " + network.device(lost).text()));
      Files.write(
          contracts.resolve("pieces"),
          List.of(
              "1/0 " + piece.piece().v2() + held, "2/0 " + commit(others).piece().v2() + held));
      assertThat(network.enroll(keeps, ANNE, "disk", Optional.empty())).isEqualTo("active");
      assertThat(network.enroll(lost, BEN, "disk", Optional.empty())).isEqualTo("active");

      network.advance(GENESIS.plus(Duration.ofHours(12)));
      PossessionVerifier verifier = new PossessionVerifier();
      byte[] proof = verifier.codec().encode(Possession.of(1, proofs(bytes, piece)));
      byte[] wrong = verifier.codec().encode(Possession.of(2, proofs(bytes, piece)));
      assertThat(network.submit(keeps, verifier.kind(), proof)).isEmpty();
      assertThat(network.submit(lost, verifier.kind(), wrong)).isEmpty();

      network.advance(GENESIS.plus(Duration.ofHours(25)));
      assertThat(network.earned(ANNE)).isEqualTo("360000000");
      assertThat(new BundleReplay(new StorageNetwork(contracts).engine())
              .replay(folder.resolve("data/bundles/epoch-0")))
          .isInstanceOf(ReplayResult.Same.class);
    }
  }

  private static PieceCommitment commit(byte[] bytes) {
    PieceHasher hasher = new PieceHasher();
    hasher.update(bytes, 0, bytes.length);
    return hasher.finish();
  }

  /** The answers to the epoch's challenges, which its randomness chooses. */
  private static List<LeafProof> proofs(byte[] bytes, PieceCommitment piece) throws Exception {
    Beacon beacon = new Beacon("demo", 0, new SeededBeacons("storage-demo").find(EPOCH).randomness());
    EpochTerms terms = new EpochTerms(
        "storage-demo", EPOCH, beacon, new ProofConfig(Map.of("challenges", "5")));
    List<LeafProof> proofs = new ArrayList<>();
    for (LeafChallenge asked : LeafChallenge.of(terms, 1, new TreeMap<>(Map.of(0, piece.piece())))) {
      proofs.add(PieceProver.proveLeaf(
          piece.piece(), piece.layer(), PieceSource.of(bytes), asked.leaf()));
    }
    return proofs;
  }
}
