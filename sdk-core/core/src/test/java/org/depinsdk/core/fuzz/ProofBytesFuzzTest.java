package org.depinsdk.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.depinsdk.core.Samples;
import org.depinsdk.core.beacon.DrandChain;
import org.depinsdk.core.beacon.DrandRound;
import org.depinsdk.core.beacon.DrandVerifier;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.vrf.Ecvrf;
import org.depinsdk.core.vrf.VrfSuite;
import org.depinsdk.testing.FuzzInput;
import org.junit.jupiter.params.provider.MethodSource;

/** Hostile bytes for the proofs of randomness: a verifier says yes or no, and a proof that it takes has one form only. */
class ProofBytesFuzzTest {
  private static final byte[] ALPHA = "fuzz".getBytes(StandardCharsets.UTF_8);
  // the generators of BLS12-381, compressed: points that pass every check but the pairing
  private static final String ON_G1 =
      "97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb";
  private static final String ON_G2 =
      "93e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e"
          + "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8";

  private static byte[] secret() {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) 1);
    return secret;
  }

  static Stream<byte[]> vrfProofs() {
    return Arrays.stream(VrfSuite.values()).map(suite -> {
      try {
        return FuzzInput.concat(
            new byte[] {(byte) suite.ordinal()}, Ecvrf.prove(suite, secret(), ALPHA));
      } catch (InvalidKeyException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  @MethodSource("vrfProofs")
  @FuzzTest
  void vrfProofs(byte[] data) throws InvalidKeyException {
    FuzzInput input = new FuzzInput(data);
    VrfSuite suite = VrfSuite.values()[input.octet() % VrfSuite.values().length];
    DeviceKey key = Samples.signer(suite.algorithm(), 1).publicKey();
    byte[] proof = input.rest();
    Optional<byte[]> output = Ecvrf.verify(suite, key, ALPHA, proof);
    if (output.isPresent()) {
      // the one proof of this input: another with the same output would let a device choose
      assertThat(proof).isEqualTo(Ecvrf.prove(suite, secret(), ALPHA));
    }
  }

  static Stream<byte[]> drandRounds() throws Exception {
    byte[] round = ByteBuffer.allocate(8).putLong(123).array();
    byte[] g1 = Hex.decode(ON_G1);
    byte[] g2 = Hex.decode(ON_G2);
    return Stream.of(
        FuzzInput.concat(new byte[] {0}, round, FuzzInput.blocks(g2, g2)),
        FuzzInput.concat(new byte[] {1}, round, FuzzInput.blocks(g1, new byte[0])));
  }

  @MethodSource("drandRounds")
  @FuzzTest
  void drandRounds(byte[] data) {
    FuzzInput input = new FuzzInput(data);
    DrandChain chain = input.octet() % 2 == 0 ? DrandChain.DEFAULT : DrandChain.QUICKNET;
    DrandRound round;
    try {
      long number = ByteBuffer.allocate(8).put(input.take(8)).rewind().getLong();
      round = new DrandRound(number, input.block(), input.block());
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    assertThat(new DrandVerifier(chain).verify(round))
        .as("nobody can sign for drand")
        .isEmpty();
  }
}
