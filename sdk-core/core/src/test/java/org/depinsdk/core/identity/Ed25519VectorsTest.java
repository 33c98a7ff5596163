package org.depinsdk.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.depinsdk.testing.Vectors;
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
    String path = "identity/rfc8032-eddsa.json";
    List<Vector> vectors = new ArrayList<>();
    int others = 0;
    for (Json v : Json.of(Vectors.text(path)).at("vectors").items()) {
      if (!v.at("curve").text().equals("Ed25519")) {
        others++;
        continue;
      }
      Ed25519Key key = Ed25519Key.of(v.at("publicKey").hex());
      String name = v.at("name").text();
      byte[] message = v.at("message").hex();
      byte[] signature = v.at("signature").hex();
      vectors.add(new Vector(name, key, message, signature, true));
      for (int bit = 0; bit < 512; bit++) {
        byte[] flipped = signature.clone();
        flipped[bit / 8] ^= (byte) (1 << (bit % 8));
        vectors.add(new Vector(name + " bit " + bit, key, message, flipped, false));
      }
    }
    assertThat(vectors).hasSize(5 * 513);
    assertVerdicts(vectors, 1);
    Vectors.report(path, 5, others + " of Ed448 left out: no such key");
  }

  @Test
  void wycheproof() throws Exception {
    String path = "identity/wycheproof/ed25519_test.json";
    Json file = Json.of(Vectors.text(path));
    List<Vector> vectors = new ArrayList<>();
    for (Json group : file.at("testGroups").items()) {
      Ed25519Key key = Ed25519Key.of(group.at("publicKey").at("pk").hex());
      for (Json test : group.at("tests").items()) {
        vectors.add(new Vector(
            "tcId " + test.at("tcId").text() + " " + test.at("comment").text(),
            key,
            test.at("msg").hex(),
            test.at("sig").hex(),
            test.at("result").text().equals("valid")));
      }
    }
    assertThat(vectors).hasSize(Integer.parseInt(file.at("numberOfTests").text()));
    assertThat(vectors).filteredOn(Vector::valid).hasSize(88);
    assertVerdicts(vectors, 18);
    Vectors.report(path, vectors.size(), "");
  }

  @Test
  void keysOfSmallOrderAreRefused() throws Exception {
    String path = "identity/ed25519-small-order.json";
    List<Json> keys = Json.of(Vectors.text(path)).at("mustRejectPublicKeys").items();
    assertThat(keys).hasSize(14);
    for (Json key : keys) {
      byte[] encoded = key.at("hex").hex();
      assertThatThrownBy(() -> Ed25519Key.of(encoded)).isInstanceOf(InvalidKeyException.class);
    }
    Vectors.report(path, keys.size(), "");
  }
}
