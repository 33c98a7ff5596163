package org.depinsdk.hardware.bridge.piece.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.stream.Stream;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.DeviceId;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.hardware.disk.PieceId;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.storage.piece.PieceCid;
import org.depinsdk.testing.FuzzInput;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes as an order or a receipt is refused, or was signed by the key that it names. */
class TransferFuzzTest {
  private static final String NETWORK = "fuzz";

  static Stream<byte[]> signed() throws Exception {
    InMemorySigner signer = InMemorySigner.ofSecret(KeyAlgorithm.ED25519, new byte[32]);
    DeviceId id = DeviceId.derive(NETWORK, signer.publicKey());
    Signed<StoreOrder> order = new StoreOrder(
            id,
            signer.publicKey(),
            PieceId.of(new byte[1]),
            PieceCid.of(Bytes32.ZERO, 1),
            Instant.EPOCH)
        .sign(NETWORK, signer);
    Signed<StoreReceipt> receipt =
        new StoreReceipt(signer.publicKey(), Bytes32.ZERO, Instant.EPOCH).sign(NETWORK, signer);
    return Stream.of(
        FuzzInput.blocks(order.body(), order.signature()),
        FuzzInput.blocks(receipt.body(), receipt.signature()));
  }

  @MethodSource("signed")
  @FuzzTest
  void signed(byte[] data) {
    FuzzInput input = new FuzzInput(data);
    byte[] body = input.block();
    byte[] signature = input.block();
    try {
      assertThat(StoreOrder.verify(NETWORK, body, signature).body()).isEqualTo(body);
    } catch (MalformedEvidenceException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    try {
      assertThat(StoreReceipt.verify(NETWORK, body, signature).body()).isEqualTo(body);
    } catch (MalformedEvidenceException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
