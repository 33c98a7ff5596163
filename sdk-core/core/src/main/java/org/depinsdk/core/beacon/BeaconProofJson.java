package org.depinsdk.core.beacon;

import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.json.JsonObject;

/**
 * Proofs of beacons as JSON, the form that they have in a bundle. {@code source} is {@code drand} (with {@code chain}, {@code
 * round}, {@code signature} and, if the chain signs it, {@code previousSignature}), {@code vrf} (with {@code proof}) or {@code
 * demo} (with {@code randomness}); bytes are hexadecimal.
 */
public final class BeaconProofJson {
  private static final String SOURCE = "source";
  private static final String PREVIOUS = "previousSignature";

  private BeaconProofJson() {}

  /**
   * Writes a proof.
   *
   * @param proof any proof
   * @return an object
   */
  public static JsonObject format(BeaconProof proof) {
    JsonObject.Builder json = JsonObject.builder();
    if (proof instanceof BeaconProof.Drand drand) {
      DrandRound round = drand.round();
      json.put(SOURCE, "drand")
          .put("chain", drand.chain())
          .put("round", round.round())
          .put("signature", Hex.encode(round.signature()));
      if (round.previousSignature().length > 0) {
        json.put(PREVIOUS, Hex.encode(round.previousSignature()));
      }
    } else if (proof instanceof BeaconProof.Vrf vrf) {
      json.put(SOURCE, "vrf").put("proof", Hex.encode(vrf.proof()));
    } else {
      json.put(SOURCE, "demo")
          .put("randomness", Hex.encode(((BeaconProof.Demo) proof).randomness()));
    }
    return json.build();
  }

  /**
   * Reads a proof.
   *
   * @param json as {@link #format} writes it
   * @return the proof, not verified
   * @throws EncodingException if it is something else
   */
  public static BeaconProof parse(JsonObject json) throws EncodingException {
    try {
      switch (json.string(SOURCE)) {
        case "drand" -> {
          json.onlyNames(SOURCE, "chain", "round", "signature", PREVIOUS);
          byte[] previous = json.has(PREVIOUS) ? json.parsed(PREVIOUS, Hex::decode) : new byte[0];
          return new BeaconProof.Drand(
              json.string("chain"),
              new DrandRound(
                  json.wholeNumber("round"), json.parsed("signature", Hex::decode), previous));
        }
        case "vrf" -> {
          json.onlyNames(SOURCE, "proof");
          return new BeaconProof.Vrf(json.parsed("proof", Hex::decode));
        }
        case "demo" -> {
          json.onlyNames(SOURCE, "randomness");
          return new BeaconProof.Demo(json.parsed("randomness", Hex::decode));
        }
        default -> throw json.unexpected(SOURCE, "drand, vrf or demo");
      }
    } catch (IllegalArgumentException e) {
      throw json.location().error("is no proof: " + e.getMessage());
    }
  }
}
