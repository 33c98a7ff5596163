package org.depinsdk.hardware.bridge.piece.transfer;

import com.google.protobuf.ByteString;
import java.time.Instant;
import org.depinsdk.core.encoding.Bytes32;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.DeviceSigner;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.hardware.bridge.piece.transfer.wire.v1.StoreReceiptBody;
import org.depinsdk.proofs.Fields;
import org.depinsdk.proofs.MalformedEvidenceException;
import org.depinsdk.proofs.ProtobufCodec;

/**
 * What a provider confirms once a piece is durable and fits the order. Client and network keep it beside the order.
 *
 * @param provider whose key signs
 * @param order SHA-256 of the order's body
 * @param at the provider's clock, in whole milliseconds
 */
public record StoreReceipt(DeviceKey provider, Bytes32 order, Instant at) {
  static final String PURPOSE = "store-receipt";

  private static final ProtobufCodec<StoreReceipt, StoreReceiptBody> CODEC =
      new ProtobufCodec<>(StoreReceiptBody.parser(), "StoreReceiptBody") {
        @Override
        protected StoreReceiptBody write(StoreReceipt receipt) {
          return StoreReceiptBody.newBuilder()
              .setProvider(receipt.provider.didKey())
              .setOrder(ByteString.copyFrom(receipt.order.bytes()))
              .setAtMs(receipt.at.toEpochMilli())
              .build();
        }

        @Override
        protected StoreReceipt read(StoreReceiptBody wire) {
          Fields.size("order", wire.getOrder().size(), Bytes32.LENGTH, Bytes32.LENGTH, "bytes");
          return new StoreReceipt(
              Wire.key("provider", wire.getProvider()),
              Bytes32.of(wire.getOrder().toByteArray()),
              Fields.instant("at_ms", wire.getAtMs()));
        }
      };

  /** Cuts the instant to milliseconds. */
  public StoreReceipt {
    at = Instant.ofEpochMilli(at.toEpochMilli());
  }

  /**
   * Signs this receipt for a network.
   *
   * @param network the network's name
   * @param signer of {@link #provider}
   * @return what the client is sent
   * @throws SigningException if the signer cannot sign now
   */
  public Signed<StoreReceipt> sign(String network, DeviceSigner signer) throws SigningException {
    return Signed.sign(network, PURPOSE, CODEC.encode(this), this, signer);
  }

  /**
   * Reads a receipt and checks its signature.
   *
   * @param network the network's name
   * @param body the exact signed bytes
   * @param signature 64 bytes
   * @return the receipt
   * @throws MalformedEvidenceException if the body does not parse, or the provider did not sign it
   */
  public static Signed<StoreReceipt> verify(String network, byte[] body, byte[] signature)
      throws MalformedEvidenceException {
    StoreReceipt receipt = CODEC.decode(body);
    return Signed.verify(network, PURPOSE, body, signature, receipt, receipt.provider);
  }
}
