package org.depinsdk.core.beacon;

import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.vrf.Ecvrf;

/** Makes the proofs of a {@link BeaconSource.Vrf} with its secret. */
public final class VrfBeacons implements BeaconProofs {
  private final BeaconSource.Vrf source;
  private final byte[] secret;
  private final String network;
  private final EpochSchedule schedule;

  /**
   * Proofs for a network.
   *
   * @param source what the policy names
   * @param secret 32 bytes as {@link InMemorySigner#ofSecret} takes them; copied
   * @param network the network's name
   * @param schedule its epochs
   * @throws InvalidKeyException if the secret is not that of the source's key
   */
  public VrfBeacons(BeaconSource.Vrf source, byte[] secret, String network, EpochSchedule schedule)
      throws InvalidKeyException {
    if (!InMemorySigner.ofSecret(source.suite().algorithm(), secret)
        .publicKey()
        .equals(source.key())) {
      throw new InvalidKeyException("the secret is of another key than " + source.key());
    }
    this.source = source;
    this.secret = secret.clone();
    this.network = network;
    this.schedule = schedule;
  }

  @Override
  public BeaconProof find(Epoch epoch) {
    try {
      return new BeaconProof.Vrf(
          Ecvrf.prove(source.suite(), secret, BeaconSource.Vrf.alpha(network, schedule, epoch)));
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("the constructor has checked the secret", e);
    }
  }
}
