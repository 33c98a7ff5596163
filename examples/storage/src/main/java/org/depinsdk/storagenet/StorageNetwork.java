package org.depinsdk.storagenet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import org.depinsdk.client.Enrollment;
import org.depinsdk.core.beacon.BeaconProof;
import org.depinsdk.core.beacon.BeaconProofs;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.Tables;
import org.depinsdk.proofs.usage.UsageVerifier;
import org.depinsdk.service.Network;
import org.depinsdk.service.PolicySource;
import org.depinsdk.storage.audit.AuditVerifier;
import org.depinsdk.storage.possession.PossessionVerifier;

/**
 * The storage network: its policy, its beacon, its contracts, its sanctions. Everything else is the service's.
 *
 * <p>The beacon of this demonstration comes from its seed, so that a run repeats. A network that pays takes public
 * randomness, such as drand's.
 */
public final class StorageNetwork implements Network, PolicySource {
  static final String NAME = "storage-demo";
  static final Instant GENESIS = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration EPOCH = Duration.ofDays(1);
  static final Duration GRACE = Duration.ofMinutes(5);

  /** As Filecoin's services: five challenges a day, to be answered within half an hour. */
  static final Duration ANSWER_WITHIN = Duration.ofMinutes(30);

  static final ProofConfig POSSESSION =
      new ProofConfig(Map.of("challenges", "5", "answer-within", ANSWER_WITHIN.toString()));
  static final ProofConfig AUDIT =
      new ProofConfig(Map.of("answer-within", ANSWER_WITHIN.toString()));
  static final EpochSchedule SCHEDULE = new EpochSchedule(GENESIS, EPOCH, GRACE);

  private final NetworkPolicy policy;
  private final long seed;
  private final Contracts contracts;

  StorageNetwork(long seed, Contracts contracts) {
    this.seed = seed;
    this.contracts = contracts;
    AdmissionRules admission = new AdmissionRules(NAME, SCHEDULE, Duration.ofMinutes(1), EPOCH);
    TreeMap<ProofKind, ProofConfig> proofs = new TreeMap<>();
    proofs.put(PossessionVerifier.KIND, POSSESSION);
    proofs.put(AuditVerifier.KIND, AUDIT);
    proofs.put(UsageVerifier.KIND, ProofConfig.DEFAULTS);
    // simulated providers count in this demonstration; a network that pays real ones takes HARDWARE
    // alone
    this.policy = new NetworkPolicy(
        admission,
        EnumSet.of(Provenance.HARDWARE, Provenance.SIMULATED),
        proofs,
        StorageRewards.policy());
  }

  @Override
  public NetworkPolicy policy() {
    return policy;
  }

  @Override
  public BeaconProofs beacons(NetworkPolicy named, Path data) {
    return epoch -> new BeaconProof.Demo(beacon(seed, epoch.index()));
  }

  @Override
  public Tables tables(Epoch epoch) {
    return contracts.tables(SCHEDULE.closesAt(epoch));
  }

  @Override
  public boolean activates(Enrollment enrollment) {
    return true;
  }

  static byte[] beacon(long seed, long epoch) {
    return bytes(seed, "beacon-" + epoch);
  }

  static Instant start(long epoch) {
    return GENESIS.plus(EPOCH.multipliedBy(epoch));
  }

  /** 32 bytes that belong to a seed and a name and to nothing else. */
  static byte[] bytes(long seed, String name) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(ByteBuffer.allocate(8).putLong(seed).array());
      return sha256.digest(name.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
