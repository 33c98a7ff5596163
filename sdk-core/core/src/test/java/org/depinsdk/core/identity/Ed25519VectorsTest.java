package org.depinsdk.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.depinsdk.conformance.Conformance;
import org.depinsdk.conformance.ConformanceRow;
import org.junit.jupiter.api.Test;

class Ed25519VectorsTest {
  private record Vector(
      String name, Ed25519Key key, byte[] message, byte[] signature, boolean valid) {}

  /** Singly, as often as makes the keys have tables, and in one batch. */
  private static void assertVerdicts(List<Vector> vectors, int rounds) {
    for (int round = 0; round < rounds; round++) {
      for (Vector v : vectors) {
        assertThat(v.key.verify(v.message, v.signature)).as(v.name).isEqualTo(v.valid);
      }
    }
    SignatureBatch batch = new SignatureBatch();
    vectors.forEach(v -> batch.add(v.key, v.message, v.signature));
    var verdicts = batch.verify();
    for (int i = 0; i < vectors.size(); i++) {
      assertThat(verdicts.get(i)).as(vectors.get(i).name).isEqualTo(vectors.get(i).valid);
    }
  }

  @Test
  void rfc8032() throws Exception {
    List<Vector> vectors = new ArrayList<>();
    for (ConformanceRow row : Conformance.table("signatures/ed25519-sign").rows()) {
      Ed25519Key key = Ed25519Key.of(row.bytes("public"));
      byte[] message = row.bytes("message");
      byte[] signature = row.bytes("signature");
      vectors.add(new Vector(row.at(), key, message, signature, true));
      for (int bit = 0; bit < 512; bit++) {
        byte[] flipped = signature.clone();
        flipped[bit / 8] ^= (byte) (1 << (bit % 8));
        vectors.add(new Vector(row.at() + " bit " + bit, key, message, flipped, false));
      }
    }
    assertVerdicts(vectors, 1);
  }

  @Test
  void wycheproof() throws Exception {
    List<Vector> vectors = new ArrayList<>();
    for (ConformanceRow row : Conformance.table("signatures/ed25519").rows()) {
      vectors.add(new Vector(
          row.at(),
          Ed25519Key.of(row.bytes("key")),
          row.bytes("message"),
          row.bytes("signature"),
          row.flag("valid")));
    }
    assertVerdicts(vectors, 18);
  }
}
