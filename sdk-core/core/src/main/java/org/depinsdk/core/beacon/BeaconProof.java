package org.depinsdk.core.beacon;

import java.util.Arrays;
import java.util.Objects;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.epoch.Beacon;

/**
 * What shows that the randomness of an epoch came from its source. Not verified; {@link VerifiedBeacon#of} verifies it against
 * the {@link BeaconSource} that a policy names.
 */
public sealed interface BeaconProof {
  /**
   * A round of a drand network.
   *
   * @param chain the chain hash, 64 lower-case hexadecimal digits
   * @param round what the network published
   */
  record Drand(String chain, DrandRound round) implements BeaconProof {
    /** Checks the chain hash's form. */
    public Drand {
      if (!chain.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException(
            "a chain hash has 64 lower-case hexadecimal digits, not \"" + chain + "\"");
      }
    }
  }

  /**
   * A proof of a verifiable random function (RFC 9381).
   *
   * @param proof as {@link org.depinsdk.core.vrf.Ecvrf#prove} makes it, 80 or 81 bytes; copied
   */
  record Vrf(byte[] proof) implements BeaconProof {
    /** The longest proof of any suite in bytes. */
    public static final int MAX_BYTES = 81;

    /** Checks the length and copies. */
    public Vrf {
      if (proof.length > MAX_BYTES) {
        throw new IllegalArgumentException(
            "a proof has at most " + MAX_BYTES + " bytes, not " + proof.length);
      }
      proof = proof.clone();
    }

    /**
     * The proof.
     *
     * @return a fresh copy
     */
    @Override
    public byte[] proof() {
      return proof.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Vrf v && Arrays.equals(proof, v.proof);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(proof);
    }

    @Override
    public String toString() {
      return "Vrf[" + Hex.encode(proof) + "]";
    }
  }

  /**
   * No proof: the operator chose the randomness.
   *
   * @param randomness {@value Beacon#BYTES} bytes; copied
   */
  record Demo(byte[] randomness) implements BeaconProof {
    /** Checks the length and copies. */
    public Demo {
      if (randomness.length != Beacon.BYTES) {
        throw new IllegalArgumentException(
            "a beacon has " + Beacon.BYTES + " bytes, not " + randomness.length);
      }
      randomness = randomness.clone();
    }

    /**
     * The randomness.
     *
     * @return a fresh copy
     */
    @Override
    public byte[] randomness() {
      return randomness.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Demo d && Arrays.equals(randomness, d.randomness);
    }

    @Override
    public int hashCode() {
      return Objects.hash(Arrays.hashCode(randomness));
    }

    @Override
    public String toString() {
      return "Demo[" + Hex.encode(randomness) + "]";
    }
  }
}
