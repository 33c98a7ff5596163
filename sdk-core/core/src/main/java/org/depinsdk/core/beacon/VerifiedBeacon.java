package org.depinsdk.core.beacon;

import java.util.Objects;
import org.depinsdk.core.beacon.BeaconException.Reason;
import org.depinsdk.core.epoch.Beacon;
import org.depinsdk.core.epoch.Epoch;
import org.depinsdk.core.epoch.EpochSchedule;
import org.depinsdk.core.internal.Digests;
import org.depinsdk.core.vrf.Ecvrf;

/**
 * The randomness of an epoch with what proves it. An instance has passed {@link #of}: its beacon follows from its proof, and the
 * proof from what the policy fixed for the epoch.
 */
public final class VerifiedBeacon {
  private final BeaconSource source;
  private final Epoch epoch;
  private final BeaconProof proof;
  private final Beacon beacon;

  private VerifiedBeacon(BeaconSource source, Epoch epoch, BeaconProof proof, Beacon beacon) {
    this.source = source;
    this.epoch = epoch;
    this.proof = proof;
    this.beacon = beacon;
  }

  /**
   * Verifies a proof. The randomness is SHA-256 of a drand round's signature, SHA-256 of the output of a verifiable random
   * function, or what the operator chose. Pure: the same arguments give the same result.
   *
   * @param source what the policy names
   * @param network the network's name
   * @param schedule its epochs
   * @param epoch one of them
   * @param proof from anywhere
   * @return the epoch's randomness
   * @throws BeaconException if the proof is not what the source gives for this epoch
   */
  public static VerifiedBeacon of(
      BeaconSource source, String network, EpochSchedule schedule, Epoch epoch, BeaconProof proof)
      throws BeaconException {
    Beacon beacon;
    if (source instanceof BeaconSource.Drand drand && proof instanceof BeaconProof.Drand given) {
      beacon = drand(drand, epoch, given);
    } else if (source instanceof BeaconSource.Vrf vrf && proof instanceof BeaconProof.Vrf given) {
      byte[] output = Ecvrf.verify(
              vrf.suite(),
              vrf.key(),
              BeaconSource.Vrf.alpha(network, schedule, epoch),
              given.proof())
          .orElseThrow(() -> new BeaconException(
              Reason.FORGED_PROOF,
              "the proof is not that of the policy's key for epoch " + epoch.index() + " of "
                  + network));
      beacon = new Beacon(vrf.name(), epoch.index(), Digests.sha256(output));
    } else if (source instanceof BeaconSource.Demo && proof instanceof BeaconProof.Demo given) {
      return demo(epoch, given.randomness());
    } else {
      throw new BeaconException(
          Reason.WRONG_SOURCE,
          "the policy takes its randomness from " + source.name()
              + ", the proof is of another source: " + proof);
    }
    return new VerifiedBeacon(source, epoch, proof, beacon);
  }

  private static Beacon drand(BeaconSource.Drand source, Epoch epoch, BeaconProof.Drand proof)
      throws BeaconException {
    String hash = source.chain().hash();
    if (!proof.chain().equals(hash)) {
      throw new BeaconException(
          Reason.WRONG_CHAIN,
          "the round is of the chain " + proof.chain() + ", the policy names " + hash);
    }
    long expected = source.round(epoch);
    if (proof.round().round() != expected) {
      throw new BeaconException(
          Reason.WRONG_ROUND,
          "it is round " + proof.round().round() + " of " + source.name()
              + ", the policy gives round " + expected + " to epoch " + epoch.index());
    }
    return new DrandVerifier(source.chain())
        .verify(proof.round())
        .orElseThrow(() -> new BeaconException(
            Reason.FORGED_SIGNATURE,
            "the signature of round " + expected + " is not that of " + source.name()));
  }

  /**
   * Randomness that the operator chose.
   *
   * @param epoch whose
   * @param randomness {@value Beacon#BYTES} bytes
   * @return a beacon that proves nothing
   */
  public static VerifiedBeacon demo(Epoch epoch, byte[] randomness) {
    BeaconSource.Demo source = new BeaconSource.Demo();
    return new VerifiedBeacon(
        source,
        epoch,
        new BeaconProof.Demo(randomness),
        new Beacon(source.name(), epoch.index(), randomness));
  }

  /**
   * Checks that this is the randomness that somebody recorded.
   *
   * @param recorded what was recorded
   * @return this
   * @throws BeaconException if it is other randomness
   */
  public VerifiedBeacon requireEqual(Beacon recorded) throws BeaconException {
    if (!beacon.equals(recorded)) {
      throw new BeaconException(
          Reason.OTHER_RANDOMNESS, "recorded is " + recorded + ", but the proof gives " + beacon);
    }
    return this;
  }

  /**
   * The source that the policy names.
   *
   * @return as given
   */
  public BeaconSource source() {
    return source;
  }

  /**
   * The epoch that the randomness belongs to.
   *
   * @return as given
   */
  public Epoch epoch() {
    return epoch;
  }

  /**
   * What proves the randomness.
   *
   * @return as given
   */
  public BeaconProof proof() {
    return proof;
  }

  /**
   * The randomness.
   *
   * @return what the proof gives
   */
  public Beacon beacon() {
    return beacon;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifiedBeacon v
        && source.equals(v.source)
        && epoch.equals(v.epoch)
        && proof.equals(v.proof);
  }

  @Override
  public int hashCode() {
    return Objects.hash(source, epoch, proof);
  }

  @Override
  public String toString() {
    return beacon.toString();
  }
}
