package org.depinsdk.wifi;

import org.depinsdk.core.challenge.ChallengeSchedule;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.scaffold.Network;

/**
 * The Wi-Fi network on the scaffold: its policy, its beacon, its challenges. Everything else is the scaffold's.
 *
 * <p>The beacon of this demonstration comes from its seed, so that a run repeats. A network that pays takes public
 * randomness, such as drand's.
 */
public final class WifiNetwork implements Network {
  private final NetworkPolicy policy;
  private final Seed seed;

  WifiNetwork(Timing timing, Seed seed) {
    this.policy = WifiPolicy.of(timing);
    this.seed = seed;
  }

  @Override
  public NetworkPolicy policy() {
    return policy;
  }

  @Override
  public Beacon beacon(Epoch epoch) {
    return new Beacon("demo-seed", epoch.index(), seed.bytes("beacon-" + epoch.index()));
  }

  @Override
  public ChallengeSchedule challenges(Epoch epoch) {
    return new ChallengeSchedule(epoch, beacon(epoch), Timing.INTERVALS);
  }
}
