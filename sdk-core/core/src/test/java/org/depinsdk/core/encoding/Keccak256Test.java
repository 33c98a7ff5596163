package org.depinsdk.core.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.depinsdk.testing.KnownAnswers;
import org.depinsdk.testing.Property;
import org.junit.jupiter.api.Test;

class Keccak256Test {
  @Test
  void givesTheKeccakTeamsAnswers() {
    KnownAnswers.check(
        "signatures/keccak-256", row -> Map.of("hash", Keccak256.hash(row.bytes("message"))));
  }

  @Test
  void agreesWithBouncyCastleForEveryLengthAndHoweverTheMessageIsCut() {
    Keccak256 digest = new Keccak256();
    Property.check(3, random -> {
      for (int length = 0; length <= 600; length++) {
        byte[] message = new byte[length];
        random.nextBytes(message);
        KeccakDigest peer = new KeccakDigest(256);
        peer.update(message, 0, length);
        byte[] expected = new byte[40];
        peer.doFinal(expected, 5);
        byte[] hash = new byte[40];
        for (int at = 0, next; at < length; at = next) {
          next = at + random.nextInt(length - at + 1);
          digest.update(message, at, next - at);
        }
        digest.finish(hash, 5);
        assertThat(hash).as("%s bytes", length).isEqualTo(expected);
      }
    });
  }

  @Test
  void refusesBytesBeyondAnArray() {
    Keccak256 digest = new Keccak256();
    assertThatThrownBy(() -> digest.update(new byte[8], 4, 5))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> digest.finish(new byte[32], 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
