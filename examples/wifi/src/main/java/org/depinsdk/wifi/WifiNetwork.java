package org.depinsdk.wifi;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.depinsdk.client.Enrollment;
import org.depinsdk.core.beacon.BeaconProof;
import org.depinsdk.core.beacon.BeaconProofs;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.geo.HexGrid;
import org.depinsdk.core.report.ProofKind;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.proofs.Tables;
import org.depinsdk.service.Network;
import org.depinsdk.service.PolicySource;

/**
 * The Wi-Fi network: its policy, its beacon. Everything else is the service's.
 *
 * <p>The beacon of this demonstration comes from its seed, so that a run repeats. The policy of a network that
 * pays names public randomness, such as drand's.
 */
public final class WifiNetwork implements Network, PolicySource {
  private final NetworkPolicy policy;
  private final Tables tables;
  private final Seed seed;

  WifiNetwork(
      Timing timing,
      Seed seed,
      List<Fleet.AccessPoint> fleet,
      Optional<ProofKind> extra,
      Optional<TpmTerms> tpm) {
    HexGrid grid = HexGrid.load();
    this.policy = WifiPolicy.of(timing, extra, new Manufacturer(seed), tpm);
    this.tables = WifiPolicy.tables(timing, grid, fleet, Fleet.challengers(seed));
    this.seed = seed;
  }

  @Override
  public NetworkPolicy policy() {
    return policy;
  }

  @Override
  public BeaconProofs beacons(NetworkPolicy named, Path data) {
    return epoch -> new BeaconProof.Demo(randomness(seed, epoch));
  }

  /** The randomness of an epoch. */
  static byte[] randomness(Seed seed, Epoch epoch) {
    return seed.bytes("beacon-" + epoch.index());
  }

  @Override
  public Tables tables(Epoch epoch) {
    return tables;
  }

  /** An access point is activated by its evidence, everybody else is let in. */
  @Override
  public boolean activates(Enrollment enrollment) {
    return !enrollment.device().deviceClass().equals(Enrolment.ACCESS_POINT);
  }
}
