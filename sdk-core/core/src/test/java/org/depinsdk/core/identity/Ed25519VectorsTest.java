package org.depinsdk.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.depinsdk.core.VectorJson;
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
    for (JsonNode v : VectorJson.read(path).required("vectors")) {
      if (!v.required("curve").asText().equals("Ed25519")) {
        others++;
        continue;
      }
      Ed25519Key key = Ed25519Key.of(VectorJson.hex(v.required("publicKey")));
      String name = v.required("name").asText();
      byte[] message = VectorJson.hex(v.required("message"));
      byte[] signature = VectorJson.hex(v.required("signature"));
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
    JsonNode file = VectorJson.read(path);
    List<Vector> vectors = new ArrayList<>();
    for (JsonNode group : file.required("testGroups")) {
      Ed25519Key key = Ed25519Key.of(VectorJson.hex(group.required("publicKey").required("pk")));
      for (JsonNode test : group.required("tests")) {
        vectors.add(new Vector(
            "tcId " + test.required("tcId").asText() + " "
                + test.required("comment").asText(),
            key,
            VectorJson.hex(test.required("msg")),
            VectorJson.hex(test.required("sig")),
            test.required("result").asText().equals("valid")));
      }
    }
    assertThat(vectors).hasSize(Integer.parseInt(file.required("numberOfTests").asText()));
    assertThat(vectors).filteredOn(Vector::valid).hasSize(88);
    assertVerdicts(vectors, 18);
    Vectors.report(path, vectors.size(), "");
  }

  @Test
  void keysOfSmallOrderAreRefused() throws Exception {
    String path = "identity/ed25519-small-order.json";
    JsonNode keys = VectorJson.read(path).required("mustRejectPublicKeys");
    assertThat(keys).hasSize(14);
    for (JsonNode key : keys) {
      byte[] encoded = VectorJson.hex(key.required("hex"));
      assertThatThrownBy(() -> Ed25519Key.of(encoded)).isInstanceOf(InvalidKeyException.class);
    }
    Vectors.report(path, keys.size(), "");
  }
}
