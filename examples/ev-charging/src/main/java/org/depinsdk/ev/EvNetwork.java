package org.depinsdk.ev;

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
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.report.AdmissionRules;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.core.report.Provenance;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.metering.MeteringVerifier;
import org.depinsdk.proofs.ProofConfig;
import org.depinsdk.proofs.uptime.UptimeVerifier;
import org.depinsdk.service.Network;
import org.depinsdk.service.PolicySource;

/**
 * The EV charging network: its policy and its beacon. Everything else is the service's.
 *
 * <p>The beacon of this demonstration comes from its seed, so that a run repeats. A network that pays takes public
 * randomness, such as drand's.
 */
public final class EvNetwork implements Network, PolicySource {
  static final String NAME = "ev-demo";
  static final Instant GENESIS = Instant.parse("2026-01-01T00:00:00Z");
  static final int INTERVALS = 8;
  static final Duration INTERVAL = Duration.ofMinutes(30);
  static final Duration EPOCH = INTERVAL.multipliedBy(INTERVALS);
  static final Duration GRACE = Duration.ofMinutes(10);

  private final NetworkPolicy policy;
  private final long seed;

  EvNetwork(long seed, DeviceKey manufacturer) {
    this.seed = seed;
    AdmissionRules admission = new AdmissionRules(
        NAME, new EpochSchedule(GENESIS, EPOCH, GRACE), Duration.ofMinutes(1), EPOCH);
    TreeMap<ProofKind, ProofConfig> proofs = new TreeMap<>();
    proofs.put(
        MeteringVerifier.KIND,
        new ProofConfig(Map.of("manufacturers", manufacturer.didKey(), "clock", "synchronised")));
    proofs.put(
        UptimeVerifier.KIND,
        new ProofConfig(Map.of("interval", INTERVAL.toString(), "minimum", "4")));
    // simulated stations count in this demonstration; a network that pays real ones takes HARDWARE
    // alone
    this.policy = new NetworkPolicy(
        admission,
        EnumSet.of(Provenance.HARDWARE, Provenance.SIMULATED),
        proofs,
        EvRewards.policy());
  }

  @Override
  public NetworkPolicy policy() {
    return policy;
  }

  @Override
  public BeaconProofs beacons(NetworkPolicy named, Path data) {
    return epoch -> new BeaconProof.Demo(bytes(seed, "beacon-" + epoch.index()));
  }

  @Override
  public boolean activates(Enrollment enrollment) {
    return true;
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
