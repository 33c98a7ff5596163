package org.depinsdk.client.drand;

import java.io.IOException;
import org.depinsdk.core.beacon.BeaconProof;
import org.depinsdk.core.beacon.BeaconProofs;
import org.depinsdk.core.beacon.BeaconSource;
import org.depinsdk.core.epoch.Epoch;

/** The rounds that a policy gives to its epochs, asked by number. No other round ever takes the place of one that is late. */
public final class DrandBeacons implements BeaconProofs {
  private final BeaconSource.Drand source;
  private final DrandClient client;

  /**
   * Proofs from relays.
   *
   * @param source what the policy names
   * @param client of the same chain
   */
  public DrandBeacons(BeaconSource.Drand source, DrandClient client) {
    if (!client.chain().equals(source.chain())) {
      throw new IllegalArgumentException("the policy names the chain "
          + source.chain().name() + ", the client asks for " + client.chain().name());
    }
    this.source = source;
    this.client = client;
  }

  @Override
  public BeaconProof find(Epoch epoch) throws IOException {
    return new BeaconProof.Drand(source.chain().hash(), client.round(source.round(epoch)));
  }
}
