package org.depinsdk.storage.audit;

import static org.depinsdk.testing.KnownAnswers.answers;

import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.EcdsaSignature;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.testing.KnownAnswers;
import org.junit.jupiter.api.Test;

/** Published signatures of order limits, orders and hashes of pieces. */
class StorjSignaturesTest {
  @Test
  void signaturesOfSatellitesNodesAndClients() {
    KnownAnswers.check("storage/storj-signatures", row -> {
      boolean der = row.text("algorithm").equals("P-256");
      DeviceKey key =
          DeviceKey.of(der ? KeyAlgorithm.P256 : KeyAlgorithm.ED25519, row.bytes("key"));
      byte[] signature = row.bytes("signature");
      if (der) {
        // Go signs with either s; a device key takes the lower one
        signature = EcdsaSignature.ofDer(signature).lowS(KeyAlgorithm.P256).raw();
      }
      return answers("valid", key.verify(row.bytes("message"), signature));
    });
  }
}
